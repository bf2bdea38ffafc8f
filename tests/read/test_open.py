"""Files that cannot be read at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractor.errors import InputError
from extractor.read import open_document


@pytest.mark.parametrize("name", ["closed.pdf", "closed.txt"])
def test_a_file_without_rights_is_an_input_error(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / name
    path.write_bytes(b"%PDF-1.7")

    def closed(_: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", closed)
    with pytest.raises(InputError, match="cannot be read") as caught:
        open_document(path)
    assert str(path) in caught.value.message
    assert caught.value.next_step
