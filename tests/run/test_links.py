"""Links of the input folder that lead in a circle are files that cannot be opened: they spoil no run."""

from __future__ import annotations

from pathlib import Path

from extractor.run.inputs import find_sources, read_contents


def test_links_in_a_circle_are_reported_and_the_rest_is_taken(tmp_path: Path) -> None:
    (tmp_path / "one.pdf").symlink_to("two.pdf")
    (tmp_path / "two.pdf").symlink_to("one.pdf")
    (tmp_path / "around").symlink_to("around")
    (tmp_path / "good.txt").write_text("a filing")
    contents, unreadable = read_contents(find_sources(str(tmp_path)).sources)
    assert [content.sources[0].relative for content in contents] == ["good.txt"]
    assert sorted(source.relative for source, _ in unreadable) == ["one.pdf", "two.pdf"]
    assert all(error.next_step for _, error in unreadable)
