"""The people of the cases, and what happened to the cases on which day."""

import pyarrow as pa

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.tables import EVENTS, PERSONS
from rescue_cli.engine.base import Engine
from rescue_cli.pack.language.expressions import compile_condition, compile_value
from rescue_cli.pack.language.scope import Scope
from rescue_cli.pack.language.sentences import template_sql
from rescue_cli.pack.language.sql import literal
from rescue_cli.pack.model import Event, Pack, Role
from rescue_cli.settle.case_sources import HEAD, HOME_CASE, RANK
from rescue_cli.settle.settle_tables import HEAD_ROWS, SOURCES

RESULT_EVENT, VISIT_EVENT, ANSWER_EVENT = "办理结果", "入户核查", "转介反馈"


def persons(engine: Engine) -> pa.Table:
    """One line for each person of a case: the best rank's name, the valid ID number where there is one."""
    by_rank = "ORDER BY rank, i"
    # `person`: whom the line speaks of – a member's line never of the head it names.
    return engine.sql(
        f"""SELECT "{f.PERSON}", "{f.CASE}",
                   first(person {by_rank}) FILTER (WHERE person IS NOT NULL) AS "{f.NAME}",
                   first("{f.ID_NUMBER}" ORDER BY NOT valid_id, rank, i) FILTER (WHERE "{f.ID_NUMBER}" IS NOT NULL)
                       AS "{f.ID_NUMBER}",
                   coalesce(first("{f.RELATION}" {by_rank}) FILTER (WHERE "{f.RELATION}" IS NOT NULL),
                            CASE WHEN bool_or(head_i IS NOT NULL) THEN '{HEAD}' END) AS "{f.RELATION}",
                   count(*) AS "{c.APPEARANCES}"
            FROM (SELECT *, CASE WHEN member THEN "{f.NAME}" ELSE coalesce("{f.HEAD_NAME}", "{f.NAME}") END AS person
                  FROM {SOURCES} LEFT JOIN {HEAD_ROWS} ON i = head_i)
            WHERE "{f.CASE}" IS NOT NULL GROUP BY "{f.PERSON}", "{f.CASE}" ORDER BY "{f.CASE}", "{f.PERSON}\""""
    ).cast(PERSONS)


def events(engine: Engine, pack: Pack, *, placed: bool = True) -> pa.Table:
    """What happened to the cases by date; what has no date is listed last, without one.

    What the pack's `[[event]]` say; of a pack without any, results, visits and answers by the fields all notices share.
    What several lines of one household in a table say alike is told once. `placed` false: what rows tell that belong to no
    case, of somebody who was on a roster before, perhaps.
    """
    usual = [
        _event(RESULT_EVENT, f.RESULT_DATE, f.RESULT, "result"),
        _event(VISIT_EVENT, f.VISIT_DATE, f.ADVICE, "survey"),
        _event(ANSWER_EVENT, f.ANSWER_DATE, f.ANSWER, "result"),
    ]
    told_by_pack = any(event.id in pack.own for event in pack.rules.event)
    happened = [_own_event(event, pack) for event in pack.rules.event] + ([] if told_by_pack else usual)
    content = f'"{f.CASE}", "{c.DAY}", "{c.EVENT}", "{c.CONTENT}", "{c.EVENT_KIND}", "{c.FROM_MONTH}"'
    names = f'{content}, "{f.SOURCE_FILE}", "{f.SHEET}", "{f.ROW}"'
    home = f'"{f.SOURCE_FILE}", "{f.SHEET}", home'
    return engine.sql(
        f"""SELECT {names} FROM ({" UNION ALL ".join(happened)}) WHERE "{f.CASE}" IS {"NOT NULL" if placed else "NULL"}
            QUALIFY row_number() OVER (PARTITION BY {content}, {home} ORDER BY i) = 1
            ORDER BY "{f.CASE}", "{c.DAY}" NULLS LAST, i, "{c.EVENT}\""""
    ).cast(EVENTS)


def _event(event: str, day: str, what: str, role: Role) -> str:
    happened = f'("{day}" IS NOT NULL OR "{what}" IS NOT NULL)'
    return _event_query(f'"{day}"', event, f'"{what}"', f"rank = {RANK[role]} AND {happened}")


def _own_event(event: Event, pack: Pack) -> str:
    scope = Scope.for_columns(pack, event.forms)
    day = compile_value(event.day, scope)
    when = f"({compile_condition(event.when, scope)}) IS TRUE" if event.when else f"({day}) IS NOT NULL"
    forms = ", ".join(literal(form) for form in event.forms)
    by_form = f'"{f.FORM}" IN ({forms}) AND ' if forms else ""
    month = _month(compile_value(event.month, scope)) if event.month else "NULL"
    what = template_sql(event.say, scope.types)
    return _event_query(day, event.id, what, f"{by_form}{when}", literal(event.kind) if event.kind else "NULL", month)


def _event_query(day: str, event: str, what: str, where: str, kind: str = "NULL", month: str = "NULL") -> str:
    return f"""SELECT {HOME_CASE} AS "{f.CASE}", CAST({day} AS DATE) AS "{c.DAY}", {literal(event)} AS "{c.EVENT}",
                      {what} AS "{c.CONTENT}", CAST({kind} AS VARCHAR) AS "{c.EVENT_KIND}",
                      CAST({month} AS VARCHAR) AS "{c.FROM_MONTH}",
                      "{f.SOURCE_FILE}", "{f.SHEET}", "{f.ROW}", coalesce("{f.FIRST_ROW}", "{f.ROW}") AS home, i
               FROM {SOURCES} WHERE {where}"""


def _month(text: str) -> str:
    """2022年6月, 2022.6 and 202206 as 2022-06; what is no month stays as it was written."""
    written = f"regexp_extract({text}, '^\\s*(\\d{{4}})\\D{{0,2}}(\\d{{1,2}})', ['y', 'm'])"
    return f"""CASE WHEN {written}.m <> '' THEN {written}.y || '-' || lpad({written}.m, 2, '0') ELSE {text} END"""
