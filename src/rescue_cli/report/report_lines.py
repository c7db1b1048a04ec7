"""The lines each kind of report is over, as one SQL table expression: what a line says itself, then what its case says.

On the engine stand `judged` (one line a determination, with its case's facts), `facts` (one line a case), and, for
reports over rows, events, tasks, what is owed or control totals: `mentions` (`mentions_added_up`: without the values that
no total counts), `clusters`, `row_answers`, `events`, `tasks`, `coverage`, `controls`.
"""

from collections.abc import Sequence

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.fields import PROVENANCE
from rescue_cli.core.hit_codes import HIT, VERIFIED, VERIFIED_DAY, VERIFIED_WORDS
from rescue_cli.engine.base import Engine
from rescue_cli.pack import model as m
from rescue_cli.pack.language.row_facts import with_row_facts
from rescue_cli.pack.language.scope import FIRST_LINE, SOURCE_COLUMNS, WITHOUT_CASES
from rescue_cli.pack.language.sql import IS_MEMBER, literal, quoted, run_facts
from rescue_cli.report.report_types import ReportContext

JUDGED, FACTS = "judged", "facts"
MENTIONS, ADDED_UP, CLUSTERS = "mentions", "mentions_added_up", "clusters"
ROW_ANSWERS = "row_answers"  # 比对, a row, its 命中编号 and what was answered of it
ANSWERED = (HIT, VERIFIED, VERIFIED_WORDS, VERIFIED_DAY)
# What makes the order of a source's lines complete, so that equal inputs give equal bytes.
TIES = {
    "determinations": (f.CASE, f.PHASE, f.RULE, f.OUTCOME, f.REASON),
    "cases": (f.CASE,),
    "rows": f.MENTION_KEY,
    "events": (f.CASE, c.DAY, c.EVENT, *f.MENTION_KEY[:3], c.CONTENT),
    "tasks": (f.CASE, c.TASK, c.NAME, c.MATTER, c.START, c.DUE_DAY, c.DUE_MOMENT, c.LAST_DONE),
    "coverage": (c.NAME, f.TOWNSHIP, c.OWNER, f.CASE, c.SPAN),
    "controls": (c.NAME, f.FORM),
}
PLACES = (f.TOWNSHIP, f.VILLAGE, f.AREA)  # of a row that does not say, those of its case


def lines_query(engine: Engine, pack: m.Pack, report: m.Report, context: ReportContext) -> str:
    """A table expression, in brackets or a table's name."""
    if report.source == "determinations":
        return quoted(JUDGED)
    if report.source == "cases":
        return quoted(FACTS)
    run = f"(SELECT {run_facts(pack, context.as_of)})"
    if report.source in WITHOUT_CASES:
        return f"(SELECT l.*, x.* FROM {quoted(report.source)} l CROSS JOIN {run} x)"
    if report.source == "rows":
        lines, own = _rows(pack, report.forms, ADDED_UP if report.kind in ("statistics", "document") else MENTIONS)
        beside = _beside_case(engine, lines, own, run)
        beside = _with_answers(engine, beside, report.compare) if report.compare is not None else beside
        return f"({with_row_facts(beside, pack, report.forms)})"
    else:
        lines, own = quoted(report.source), SOURCE_COLUMNS[report.source].names
    return _beside_case(engine, lines, own, run)


def _beside_case(engine: Engine, lines: str, own: Sequence[str], run: str) -> str:
    """`lines` with the line of their case that has a 分类; the run's facts also where there is no case."""
    of_case = _names(engine, quoted(JUDGED))
    own_columns = ", ".join(
        f"COALESCE(l.{quoted(name)}, c.{quoted(name)}) AS {quoted(name)}"
        if name in PLACES and name in of_case
        else f"l.{quoted(name)}"
        for name in own
    )
    others = sorted(of_case - set(own) - _names(engine, run))
    beside = "".join(f", c.{quoted(name)}" for name in others)
    return (
        f"(SELECT {own_columns}{beside}, x.* FROM {lines} l LEFT JOIN"
        f" (SELECT * FROM {quoted(JUDGED)} WHERE {quoted(f.GROUP)} IS NOT NULL) c"
        f" ON c.{quoted(f.CASE)} = l.{quoted(f.CASE)} CROSS JOIN {run} x)"
    )


def _with_answers(engine: Engine, lines: str, compare: str) -> str:
    """`lines` with by what each is known in that comparison, and what was answered of it."""
    there = sorted(_names(engine, lines) & set(ANSWERED))
    without = f" EXCLUDE ({', '.join(map(quoted, there))})" if there else ""
    same = " AND ".join(f"l.{quoted(key)} IS NOT DISTINCT FROM a.{quoted(key)}" for key in f.MENTION_KEY[:3])
    answers = ", ".join(f"a.{quoted(name)}" for name in ANSWERED)
    return (
        f"(SELECT l.*{without}, {answers} FROM {lines} l LEFT JOIN {quoted(ROW_ANSWERS)} a"
        f" ON {same} AND a.{quoted(c.NAME)} = {literal(compare)})"
    )


def _names(engine: Engine, table: str) -> set[str]:
    return set(engine.sql(f"SELECT * FROM {table} LIMIT 0").column_names)


def _rows(pack: m.Pack, forms: Sequence[str], mentions: str) -> tuple[str, list[str]]:
    """One line a household of a household table, one a person of a table of persons, one a row of statistics."""
    fields = row_fields(pack, forms)
    pieces = " UNION ALL ".join(_form_rows(pack, form, fields, mentions) for form in forms)
    home = f"{quoted(f.CASE)}, {quoted(f.FORM)} ORDER BY {', '.join(quoted(key) for key in f.MENTION_KEY)}"
    first = f"({quoted(f.CASE)} IS NULL OR ROW_NUMBER() OVER (PARTITION BY {home}) = 1) AS {quoted(FIRST_LINE)}"
    return f"(SELECT *, {first} FROM ({pieces}))", [*PROVENANCE, FIRST_LINE, f.CASE, f.SOURCES, *fields]


def row_fields(pack: m.Pack, forms: Sequence[str]) -> list[str]:
    """The fields a line takes from its own row, never from its case: the forms' columns, where it lies, and, where a
    line is a person, everything that is a person's; where facts are worked out of the row, what of it nobody read."""
    columns = [column.field for form in forms for column in pack.forms[form].column]
    of_person = [entry.name for entry in pack.input_fields if entry.of == "person"]
    persons = of_person if any(pack.forms[form].grain == "person" for form in forms) else []
    unread = [f.UNREAD] if any(pack.forms[form].row for form in forms) else []
    return list(dict.fromkeys((*PLACES, *columns, *persons, *unread)))


def _form_rows(pack: m.Pack, form: str, fields: Sequence[str], mentions: str) -> str:
    same = " AND ".join(f"n.{quoted(key)} IS NOT DISTINCT FROM c.{quoted(key)}" for key in f.MENTION_KEY)
    rows = (
        f"(SELECT n.*, c.{quoted(f.CASE)} FROM {quoted(mentions)} n LEFT JOIN {quoted(CLUSTERS)} c ON {same}"
        f" WHERE n.{quoted(f.FORM)} = {literal(form)})"
    )
    place = (
        f"CONCAT_WS(' › ', {quoted(f.SOURCE_FILE)}, NULLIF({quoted(f.SHEET)}, ''), CONCAT('第', {quoted(f.ROW)}, '行'))"
    )
    if pack.forms[form].grain != "household":
        names = ", ".join(quoted(name) for name in (*PROVENANCE, f.CASE))
        own = ", ".join(quoted(name) for name in fields)
        return f"SELECT {names}, {place} AS {quoted(f.SOURCES)}, {own} FROM {rows}"
    return _household_lines(pack, rows, fields, place)


def _household_lines(pack: m.Pack, rows: str, fields: Sequence[str], place: str) -> str:
    """The lines of one household in a table that names its persons, as one: the head's own facts, and of the
    household whatever is said first."""
    of_person = {entry.name for entry in pack.input_fields if entry.of == "person"}

    def first(name: str) -> str:
        own = " AND NOT is_member" if name in of_person else ""
        return (
            f"FIRST({quoted(name)} ORDER BY is_member, {quoted(f.ROW)}) FILTER (WHERE {quoted(name)} IS NOT NULL{own})"
        )

    firsts = ", ".join(f"{first(name)} AS {quoted(name)}" for name in (f.CASE, *fields))
    file, sheet, row, member, form = (quoted(name) for name in PROVENANCE)
    homes = (
        f"SELECT {file}, {sheet}, CAST(MIN({row}) AS INTEGER) AS {row}, CAST(NULL AS INTEGER) AS {member}, {form}, {firsts}"
        f" FROM (SELECT *, COALESCE({quoted(f.FIRST_ROW)}, {row}) AS home, {IS_MEMBER} AS is_member FROM {rows})"
        f" GROUP BY {file}, {sheet}, {form}, home"
    )
    own = ", ".join(quoted(name) for name in fields)
    return f"SELECT {file}, {sheet}, {row}, {member}, {form}, {quoted(f.CASE)}, {place} AS {quoted(f.SOURCES)}, {own} FROM ({homes})"
