"""`compare`: who of one list stands in another. Lists are files, forms of the workspace, or the pack's ready-made pairs."""

import os
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pyarrow as pa

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.errors import UsageError
from rescue_cli.core.file_names import shown_name
from rescue_cli.core.states import FileState, ListAnswer, Newness, RowKind
from rescue_cli.intake import Replaced, Source, read_files
from rescue_cli.intake.prose import BLANK, PROSE
from rescue_cli.link import link, mention_digests
from rescue_cli.pack.model import Compare, Pack
from rescue_cli.pack.nearest_name import nearest
from rescue_cli.pipeline.chosen_ids import with_chosen_ids
from rescue_cli.pipeline.comparison_files import PARTS_FOLDER, write_comparisons
from rescue_cli.pipeline.dedupe_roster import every_file
from rescue_cli.pipeline.filled_in_place import keep_filled
from rescue_cli.pipeline.hit_listing import hits_left, item_columns, with_lines
from rescue_cli.pipeline.outcomes import Outcome
from rescue_cli.pipeline.outputs import planned
from rescue_cli.pipeline.session import Session
from rescue_cli.pipeline.stages import Tables, engine, merged
from rescue_cli.pipeline.to_do_list import sentences
from rescue_cli.report.comparison_book import Comparison
from rescue_cli.report.list_comparison import NOT_RECEIVED, Key, Row, compare_rows, list_state

MAX_AGE = 92  # days after which a list is stale where nobody says otherwise: three months
ROSTERS = "名册"
# How the reasons of files begin that hold no table, so that only their name can say they are the list.
NO_TABLES = ("这是图片", "这是压缩包", "这是PDF", "这是演示文档", "这是版式文件", "这是认不出的文件", PROSE, BLANK)
BESIDE = (f.TOWNSHIP, f.VILLAGE, f.HEAD_NAME, f.NAME, f.ID_NUMBER, f.PHONE, f.ADDRESS, f.BIRTH_DATE, f.LIST_DATE)


@dataclass(frozen=True)
class Side:
    """One list: what the clerk calls it, and which files or which forms it consists of."""

    title: str
    files: frozenset[str] = frozenset()
    forms: frozenset[str] = frozenset()

    def has(self, row: Row) -> bool:
        return row[f.SOURCE_FILE] in self.files or row[f.FORM] in self.forms


@planned
def compare(
    session: Session, first: str | None, other: str | None, files: Mapping[str, Path], max_age: int | None = None
) -> Outcome:
    """Compare `one` with `other`; with `one` alone the pack's comparison of that name, with neither all of them.

    `files`: those of the two names that are files. `max_age`: days after which a list is stale. Raises UsageError for unknown names.
    """
    if first is not None and other is not None:
        comparisons = [_two(session, first, other, files, max_age)]
    else:
        comparisons = ready_made(session, merged(session).tables, _named(session.pack, first), max_age)
    outputs = write_comparisons(session, comparisons, whole=first is None, split=other is None)
    left = (
        *comparison_notes(comparisons),
        *sentences([*hits_left(comparisons, PARTS_FOLDER), *keep_filled(session)]),
        *unreceived(session.pack, comparisons),
    )
    return Outcome("compare", comparison_figures(comparisons), tuple(outputs), left)


def ready_made(
    session: Session,
    tables: Tables,
    wanted: Sequence[Compare],
    max_age: int | None = None,
    new_cases: Set[str] = frozenset(),
) -> list[Comparison]:
    """The pack's comparisons over a merged stage. One of which nobody sent the rows looked for, or a department's list, is
    left out; one of which nobody sent another list has no rows. `new_cases`: households that are new since the last state."""
    rows = _rows(session.pack, tables["mentions"])
    persons = _persons(tables["clusters"])
    comparisons = []
    for entry in wanted:
        brief = is_department(session.pack, entry)
        left = Side(ROSTERS if brief else "、".join(entry.left), forms=frozenset(entry.left))
        right = Side("、".join(entry.right), forms=frozenset(entry.right))
        limit = max_age or entry.max_age or MAX_AGE
        compared = _compared(session, (left, right), rows, persons, tables, limit, entry.tell)
        compared = replace(compared, name=entry.name, clause=entry.clause, brief=brief)
        # What else could not be read is told where it came; but a list that came and cannot be read is compared with nobody.
        if compared.answers and not compared.state.rows and not _came_unread(session.pack, right, tables):
            compared = replace(compared, answers=())
        if compared.answers or (compared.absent and not brief and any(left.has(row) for row in rows)):
            side = right if entry.tell == ListAnswer.HIT else left
            listed = [row for row in rows if side.has(row)]
            comparisons.append(with_lines(session, compared, listed, tables, new_cases))
    return comparisons


def wanted_comparisons(pack: Pack) -> list[Compare]:
    """Those the pack names, and everybody of its rosters and lists of who is helped against each list of a department."""
    named = {entry.name for entry in pack.head.compare}
    asked = tuple(sorted(name for name, form in pack.forms.items() if form.role in ("roster", "reference")))
    lists = [(name, form) for name, form in sorted(pack.forms.items()) if form.compared]
    own = [
        Compare(name=f"{ROSTERS}×{name}", left=asked, right=(name,), clause=form.clause)
        for name, form in lists
        if asked
    ]
    return [*pack.head.compare, *(entry for entry in own if entry.name not in named)]


def is_department(pack: Pack, entry: Compare) -> bool:
    """Whether people are looked for on the list of a department."""
    return entry.tell == ListAnswer.HIT and all(pack.forms[name].compared for name in entry.right)


def unreceived(pack: Pack, comparisons: Iterable[Comparison]) -> list[str]:
    """One sentence for all lists of departments of which no row came."""
    come = {comparison.right for comparison in comparisons}
    lacking = [name for name, form in sorted(pack.forms.items()) if form.compared and name not in come]
    return [f"没有收到{'、'.join(lacking)}，没有比对"] if lacking else []


def _named(pack: Pack, name: str | None) -> list[Compare]:
    """Raises UsageError where the pack has none, or none of this name."""
    known = {entry.name: entry for entry in wanted_comparisons(pack)}
    if not known:
        raise UsageError("这个方案包没有现成的比对；请写两份名单：rescue compare 甲.xlsx 乙.xlsx")
    if name is None:
        return list(known.values())
    if name not in known:
        raise UsageError(f"没有比对“{name}”；现成的有：{'、'.join(known)}。两份名单请都写上")
    return [known[name]]


def _two(session: Session, first: str, other: str, paths: Mapping[str, Path], max_age: int | None) -> Comparison:
    sides = [_side(session, word, paths.get(word)) for word in (first, other)]
    tables = _read(session, list(paths.values())) if paths else merged(session).tables
    twins = _twins(tables["files"])
    left, right = (replace(side, files=side.files | {twins.get(name, name) for name in side.files}) for side in sides)
    rows, persons = _rows(session.pack, tables["mentions"]), _persons(tables["clusters"])
    comparison = _compared(session, (left, right), rows, persons, tables, max_age or MAX_AGE)
    comparison = replace(comparison, name=f"{left.title}×{right.title}", whole=True)
    return with_lines(session, comparison, [row for row in rows if right.has(row)], tables, frozenset())


def _side(session: Session, word: str, path: Path | None) -> Side:
    if path is not None:
        return Side(path.stem, files=frozenset([_name(path)]))
    forms = session.pack.forms
    if session.workspace is None:
        raise UsageError(f"找不到文件：{word}")
    if word == ROSTERS:
        return Side(word, forms=frozenset(stem for stem, form in forms.items() if form.role == "roster"))
    if word not in forms:
        hint = nearest(word, [ROSTERS, *forms]) or "、".join([ROSTERS, *forms])
        raise UsageError(f"“{word}”既不是文件，也不是方案包的表；最接近的是“{hint}”")
    return Side(word, forms=frozenset([word]))


def _name(path: Path) -> str:
    """Two files of one name in different folders stay two."""
    return shown_name(f"{path.resolve().parent.name}/{path.name}")


def _read(session: Session, paths: Sequence[Path]) -> Tables:
    """The given files and, in a workspace, 收件/ beside them: read and linked afresh, nothing recorded."""
    own = [Source(path, _name(path)) for path in dict.fromkeys(paths)]
    inbox = session.workspace.sources() if session.workspace and len(own) == 1 else []
    given = {os.path.realpath(path) for path in paths}
    sources = [*own, *(Source(path, name) for path, name in inbox if os.path.realpath(path) not in given)]
    intake = read_files(
        sources,
        session.pack,
        session.townships,
        replaced=Replaced(session.replaced),
        passwords=session.passwords,
        learned=session.decisions.learned,
        as_of=session.as_of,
    )
    mentions, _ = with_chosen_ids(intake.mentions, intake.raw, session.decisions)
    with engine() as opened:
        linked, _ = link(
            opened,
            mentions,
            every_file(session.pack),
            session.decisions.decided(lambda: mention_digests(mentions)),
            merges=session.merges,
        )
    return {
        "mentions": mentions,
        "rows": intake.rows,
        "files": intake.files,
        "pairs": linked.pairs,
        "clusters": linked.groups,
    }


def _rows(pack: Pack, mentions: pa.Table) -> list[Row]:
    names = [*f.MENTION_KEY, f.FORM, *BESIDE, *item_columns(pack)]
    known = [name for name in names if name in mentions.column_names]
    return [{**dict.fromkeys(names), **row} for row in mentions.select(known).to_pylist()]


def _persons(groups: pa.Table) -> dict[Key, str]:
    keys = zip(*(groups[name].to_pylist() for name in f.MENTION_KEY), strict=True)
    return dict(zip(keys, groups[f.PERSON].to_pylist(), strict=True))


def _twins(files: pa.Table) -> dict[str, str]:
    """A file that is a copy → the file that was read in its place."""
    read = {line[c.DIGEST]: line[f.SOURCE_FILE] for line in files.to_pylist() if line[c.STATE] == FileState.READ}
    copies = (line for line in files.to_pylist() if line[c.STATE] == FileState.REPEATED)
    return {line[f.SOURCE_FILE]: read[line[c.DIGEST]] for line in copies if line[c.DIGEST] in read}


def _compared(
    session: Session,
    sides: tuple[Side, Side],
    rows: Sequence[Row],
    persons: Mapping[Key, str],
    tables: Tables,
    max_age: int,
    tell: str = ListAnswer.HIT,
) -> Comparison:
    left, right = sides
    asked, others = ([row for row in rows if side.has(row)] for side in sides)
    faults = _faults(session.pack, right, tables)
    rejected = _rejected(right, tables)
    if rejected and tell == ListAnswer.HIT:  # where 未命中 is what is looked at, nobody is passed over by saying it
        faults.append(f"名单有{rejected}行没有读入")
    state = list_state(others, faults, session.as_of, max_age)
    answers = compare_rows(asked, others, persons, tables["pairs"], state)
    return Comparison("", left.title, right.title, tell, answers, state)


def _faults(pack: Pack, side: Side, tables: Tables, *, called: bool = False) -> list[str]:
    """Files that may hold the list and could not be read; only those that are `called` it."""
    unread = [
        line for line in tables["files"].to_pylist() if line[c.STATE] in (FileState.UNREADABLE, FileState.REFUSED)
    ]
    return [
        f"{line[f.SOURCE_FILE]}读不出来"
        for line in unread
        if _may_be(pack, side, line[f.SOURCE_FILE], is_table=not (called or (line[c.NOTE] or "").startswith(NO_TABLES)))
    ]


def _came_unread(pack: Pack, side: Side, tables: Tables) -> bool:
    """Whether a file that is called the list is among those that could not be read."""
    return bool(_faults(pack, side, tables, called=True))


def _rejected(side: Side, tables: Tables) -> int:
    """Rows of a list with neither name, number nor address."""
    lines = (line for line in tables["rows"].to_pylist() if line[c.KIND] == RowKind.REJECTED)
    return sum(line[f.SOURCE_FILE] in side.files or line[f.FORM] in side.forms for line in lines)


def _may_be(pack: Pack, side: Side, file: str, *, is_table: bool) -> bool:
    """Whether an unreadable file may hold the list: its name says so, or, of a table, says of no other form that it is that
    one. A photo or an archive is no list that is missing."""
    if side.files:
        return any(file == name or file.startswith(f"{name}/") for name in side.files)
    named = [stem for stem, form in pack.forms.items() if any(word in file for word in (stem, form.title, *form.names))]
    return (is_table and not named) or not side.forms.isdisjoint(named)


def comparison_figures(comparisons: Sequence[Comparison]) -> dict[str, object]:
    """Under 比对: rows and outcomes of each; nothing where nothing was compared."""
    return {"比对": [_figures(comparison) for comparison in comparisons]} if comparisons else {}


def _figures(comparison: Comparison) -> dict[str, Any]:
    lines = comparison.lines
    new = sum(line.new in (Newness.NEW, Newness.NEW_PERSON) for line in lines)
    known = {str(Newness.NEW): new, "已核实": sum(line.verified is not None for line in lines)}
    return {"名称": comparison.name, "行": len(comparison.answers), **comparison.counts, **known}


def comparison_notes(comparisons: Iterable[Comparison]) -> Iterable[str]:
    """A sentence for every comparison that could not say of everybody whether she is on the list."""
    for comparison in comparisons:
        if comparison.absent:
            beside = comparison.state.fault.removeprefix(NOT_RECEIVED).strip("；")
            why = f"（{beside}）" if beside else ""
            yield f"{comparison.name}：“{comparison.right}”没有收到{why}，没有比对，不能当作没有问题"
        elif not comparison.answers:
            yield f"{comparison.name}：要查找的名单里没有读出一行，没有比对"
        elif comparison.state.fault and comparison.counts[ListAnswer.UNKNOWN]:
            yield f"{comparison.name}：{comparison.state.fault}；{comparison.counts[ListAnswer.UNKNOWN]}行未比对，不能当作没有问题"
        elif comparison.counts[ListAnswer.UNKNOWN]:
            yield f"{comparison.name}：{comparison.counts[ListAnswer.UNKNOWN]}行未比对，原因见表"
