"""Returned copies that came back: each is the correction of exactly the file it copies."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from rescue_cli.core.book_stamp import BookStamp
from rescue_cli.core.findings import Finding
from rescue_cli.core.states import BookKind
from rescue_cli.intake.own_books import is_elsewhere, stamp_of_book
from rescue_cli.intake.reading_context import ReadingContext
from rescue_cli.pack.nearest_name import nearest
from rescue_cli.workbooks.marking.returned_marks import senders_sheets
from rescue_cli.workbooks.reading.sheet import Sheet
from rescue_cli.workbooks.reading.sheet_content import LENGTH, content_digest

TAKEN, UNCHANGED = "INTAKE-RETURN-TAKEN", "INTAKE-RETURN-UNCHANGED"
OUTDATED, SEVERAL = "INTAKE-RETURN-OUTDATED", "INTAKE-RETURN-SEVERAL"


@dataclass(frozen=True)
class Copy:
    """A returned copy: its stamp, and whether anything in it is otherwise than we sent it."""

    stamp: BookStamp
    changed: bool


@dataclass
class Mended:
    """`by`: old file → the copy that takes its place; `known_as`: such a copy → what the file it copies was first called;
    `aside`: copies not read, and why; `findings`: what is said of them."""

    by: dict[str, str] = field(default_factory=dict)
    known_as: dict[str, str] = field(default_factory=dict)
    aside: dict[str, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def copy_of(context: ReadingContext, sheets: Sequence[Sheet]) -> Copy | None:
    """The returned copy that these sheets are; None of another file, or a copy of another workspace's."""
    stamp, _ = stamp_of_book(sheets)
    if stamp is None or stamp.kind != BookKind.RETURN or is_elsewhere(context, stamp):
        return None
    changed = not stamp.content or content_digest(senders_sheets(sheets)) != stamp.content
    return Copy(stamp, changed)


def mended_files(
    copies: Mapping[str, Copy], digests: Mapping[str, str], replaced: Mapping[str, str], read: Collection[str]
) -> Mended:
    """What the copies replace. `digests`: file → digest of its bytes, of all files; `replaced`: what a person said, which goes
    before; `read`: the files that would be read, in whose place something can come."""
    mended = Mended()
    chosen = set(replaced.values())
    contenders: dict[str, list[str]] = defaultdict(list)
    for file, copy in sorted(copies.items()):
        mends = _mends(file, copy, digests, read)
        if not copy.changed and mends:
            _leave(mended, file, UNCHANGED, copy, "退回件没有改，仍按原件")
        elif file not in chosen and not mends and copy.stamp.source in read and copy.stamp.source != file:
            _leave(mended, file, OUTDATED, copy, "原件已换，这份改的是从前的那一份")
        elif file not in chosen:
            for old in mends:
                contenders[old].append(file)
    for old, files in sorted(contenders.items()):
        _choose(mended, old, [file for file in files if file not in contenders], copies)
    return mended


def _mends(file: str, copy: Copy, digests: Mapping[str, str], read: Collection[str]) -> list[str]:
    """The files that are there and of which it is the copy, also those mended before."""
    wanted = set(copy.stamp.digest.split())
    return [
        name for name, digest in sorted(digests.items()) if name != file and digest[:LENGTH] in wanted and name in read
    ]


def _choose(mended: Mended, old: str, files: Sequence[str], copies: Mapping[str, Copy]) -> None:
    if len(files) == 1:
        mended.by[old] = files[0]
        mended.known_as[files[0]] = copies[files[0]].stamp.source
        mended.findings.append(Finding(TAKEN, files[0], value=old, facts={"原件": old}))
        return
    for file in files:
        others = "、".join(f"“{other}”" for other in files if other != file)
        _leave(mended, file, SEVERAL, copies[file], "同一退回件收到几份不同的，都没有收", others)


def _leave(mended: Mended, file: str, code: str, copy: Copy, why: str, others: str = "") -> None:
    mended.aside[file] = why
    facts = {"原件": copy.stamp.source, "另有": others}
    mended.findings.append(Finding(code, file, value=copy.stamp.source, facts=facts))


def misnamed(replaced: Mapping[str, str], written_down: Collection[str], names: Sequence[str]) -> list[Finding]:
    """Files that are to be left out (old → new) and are not there, told at the new one: where a name is misspelt, both
    versions count."""
    return [
        Finding(
            "INTAKE-REPLACED-MISSING",
            replaced.get(old, ""),
            value=old,
            facts={"最像": nearest(old, names) or "（没有相近的）"},
        )
        for old in sorted(set(written_down) - set(names))
    ]
