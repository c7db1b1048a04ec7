"""Comparisons → workbooks under 比对/: each whole, and for every township what it has to look into."""

from collections.abc import Iterable, Set

from rescue_cli.core import fields as f
from rescue_cli.core.file_names import safe_name
from rescue_cli.core.output_books import COMPARISONS_FOLDER, HITS_FOLDER
from rescue_cli.core.states import BookKind
from rescue_cli.pipeline.outputs import book_stamp, output_path, remove_book, report_context, write_book
from rescue_cli.pipeline.session import Session
from rescue_cli.report.comparison_book import Comparison, comparison_book, part_book
from rescue_cli.report.hit_lines import HitLine

UNPLACED = "镇街未明"
PARTS_FOLDER = HITS_FOLDER


def write_comparisons(
    session: Session, comparisons: Iterable[Comparison], *, whole: bool, split: bool = True
) -> list[str]:
    """One workbook each under 比对/, and (`split`) what each township has to look into under 比对/分镇街/. `whole`: these are all;
    what an earlier run wrote beside them goes."""
    context = report_context(session)
    written, parts = [], dict[str, str]()
    for comparison in comparisons:
        name = f"{COMPARISONS_FOLDER}/{safe_name(comparison.name)}.xlsx"
        if comparison.absent:
            remove_book(session, name)
            continue
        book = comparison_book(comparison, session.pack, context)
        stamp = book_stamp(session, BookKind.HANDOUT, comparison.name)
        written.append(write_book(session, name, book, stamp=stamp))
        parts |= _write_parts(session, comparison) if split else {}
    if whole:
        _remove_old_parts(session, parts.keys())
    return [*written, *parts.values()]


def _write_parts(session: Session, comparison: Comparison) -> dict[str, str]:
    """File under 输出/ → its path as told to the clerk; one a township."""
    context = report_context(session)
    by_township: dict[str, list[HitLine]] = {}
    for line in comparison.lines:
        by_township.setdefault(line.asked[f.TOWNSHIP] or UNPLACED, []).append(line)
    written = {}
    for township, lines in by_township.items():
        name = f"{PARTS_FOLDER}/{safe_name(township)}/{safe_name(comparison.name)}.xlsx"
        stamp = book_stamp(session, BookKind.HANDOUT, comparison.name, township)
        written[name] = write_book(session, name, part_book(comparison, lines, session.pack, context), stamp=stamp)
    return written


def _remove_old_parts(session: Session, kept: Set[str]) -> None:
    """A township that has nothing to look into any more."""
    folder = session.output / PARTS_FOLDER
    output_path(session, f"{PARTS_FOLDER}/x")
    for path in sorted(folder.glob("*/*.xlsx")):
        part = path.relative_to(session.output).as_posix()
        if part not in kept:
            remove_book(session, part)
