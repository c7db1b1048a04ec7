"""A workbook that would come out the same is not drawn again, and never left where anything about it is another."""

from pathlib import Path

import pytest

from rescue_cli.pipeline.made_from import content_of
from rescue_cli.pipeline.output_plan import OutputPlan


def make(folder: Path, content: str, text: str = "甲", *, keep: bool = False) -> bool:
    """One run that wants a file of this content; whether it had to draw it."""
    path = folder / "输出" / "名单" / "册.txt"
    plan = OutputPlan(folder / "输出", folder / ".rescue" / "books.json")
    with plan:
        drawn = not plan.stands(path, content_of(content))
        if drawn:
            plan.draft(path).write_text(text, encoding="utf-8")
        if keep:
            plan.keep(path)
    return drawn


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    assert make(tmp_path, "内容")
    return tmp_path


def book(folder: Path) -> Path:
    return folder / "输出" / "名单" / "册.txt"


def test_the_same_content_is_drawn_once(folder: Path) -> None:
    assert not make(folder, "内容", "乙")
    assert book(folder).read_text(encoding="utf-8") == "甲"


def test_another_content_is_drawn(folder: Path) -> None:
    assert make(folder, "别的", "乙")
    assert book(folder).read_text(encoding="utf-8") == "乙"
    assert make(folder, "内容")


def test_what_was_changed_or_taken_away_is_drawn_again(folder: Path) -> None:
    book(folder).write_text("有人填过", encoding="utf-8")
    assert make(folder, "内容")
    assert book(folder).read_text(encoding="utf-8") == "甲"
    book(folder).unlink()
    assert make(folder, "内容")


def test_without_the_note_or_with_a_damaged_one_it_is_drawn(folder: Path) -> None:
    (folder / ".rescue" / "books.json").write_text("[1]", encoding="utf-8")
    assert make(folder, "内容")
    (folder / ".rescue" / "books.json").unlink()
    assert make(folder, "内容")
    assert not make(folder, "内容")


def test_what_stays_filled_in_is_not_taken_for_what_was_drawn(folder: Path) -> None:
    """A draft that is given up after all, because somebody typed into the file, says nothing of the file."""
    book(folder).write_text("有人填过", encoding="utf-8")
    assert make(folder, "内容", keep=True)
    assert make(folder, "内容", keep=True)
    assert book(folder).read_text(encoding="utf-8") == "有人填过"


def _fail(folder: Path) -> None:
    plan = OutputPlan(folder / "输出", folder / ".rescue" / "books.json")
    with plan:
        assert not plan.stands(book(folder), content_of("新"))
        plan.draft(book(folder)).write_text("乙", encoding="utf-8")
        raise ZeroDivisionError


def test_a_run_that_fails_notes_nothing(folder: Path) -> None:
    with pytest.raises(ZeroDivisionError):
        _fail(folder)
    assert make(folder, "新")
