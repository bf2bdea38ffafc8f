"""A token of several figures, in one word or in several."""

from __future__ import annotations

import pytest

from extractor.detect.tokens import Kind, Token, parted
from extractor.model import Box, Word


def _token(*texts: str) -> Token:
    words = tuple(Word(text, Box(50.0 * k, 10, 50.0 * k + 6 * len(text), 20), 10) for k, text in enumerate(texts))
    return Token(Kind.NUMBER, " ".join(texts), Box.around(word.box for word in words), 10, words)


@pytest.mark.parametrize(
    ("texts", "parts"),
    [
        (("1,204 1,305",), ["1,204", "1,305"]),
        (("1,204", "1,305"), ["1,204", "1,305"]),
        (("12 12", "12"), ["12", "12", "12"]),
        (("1,204",), ["1,204"]),
    ],
)
def test_figures_of_one_token_are_parted(texts: tuple[str, ...], parts: list[str]) -> None:
    found = parted(_token(*texts))
    assert [token.text for token in found] == parts
    assert [token.box.x0 for token in found] == sorted({token.box.x0 for token in found})
