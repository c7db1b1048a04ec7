"""The people of the cases, and what happened to the cases on which day."""

import pyarrow as pa

from rescue_cli.core import fields as f
from rescue_cli.core.tables import EVENTS, PERSONS
from rescue_cli.engine.base import Engine
from rescue_cli.pack.model import Role
from rescue_cli.settle.sources import RANK, SOURCES

RESULT_EVENT, VISIT_EVENT, ANSWER_EVENT = "办理结果", "入户核查", "转介反馈"


def persons(engine: Engine) -> pa.Table:
    """One line for each person of a case: the best rank's name, the valid ID number where there is one."""
    by_rank = "ORDER BY rank, i"
    return engine.sql(
        f"""SELECT "{f.PERSON}", "{f.CASE}",
                   first(person {by_rank}) FILTER (WHERE person IS NOT NULL) AS "{f.NAME}",
                   first("{f.ID_NUMBER}" ORDER BY NOT valid_id, rank, i) FILTER (WHERE "{f.ID_NUMBER}" IS NOT NULL)
                       AS "{f.ID_NUMBER}",
                   coalesce(first("{f.RELATION}" {by_rank}) FILTER (WHERE "{f.RELATION}" IS NOT NULL),
                            CASE WHEN bool_or(NOT member) THEN '户主' END) AS "{f.RELATION}",
                   count(*) AS "出现次数"
            FROM (SELECT *, CASE WHEN member THEN "{f.NAME}" ELSE coalesce("{f.HEAD_NAME}", "{f.NAME}") END AS person
                  FROM {SOURCES})
            WHERE "{f.CASE}" IS NOT NULL GROUP BY "{f.PERSON}", "{f.CASE}" ORDER BY "{f.CASE}", "{f.PERSON}\""""
    ).cast(PERSONS)


def events(engine: Engine) -> pa.Table:
    """Results, visits and answers of the cases by date; one whose date was not given is listed last, without one."""
    happened = "\nUNION ALL\n".join(
        [
            _event(RESULT_EVENT, f.RESULT_DATE, f.RESULT, "result"),
            _event(VISIT_EVENT, f.VISIT_DATE, f.ADVICE, "survey"),
            _event(ANSWER_EVENT, f.ANSWER_DATE, f.ANSWER, "result"),
        ]
    )
    return engine.sql(
        f"""SELECT "{f.CASE}", "日期", "事项", "内容", "{f.SOURCE_FILE}", "{f.SHEET}", "{f.ROW}" FROM ({happened})
            ORDER BY "{f.CASE}", "日期" NULLS LAST, i, "事项\""""
    ).cast(EVENTS)


def _event(event: str, day: str, what: str, role: Role) -> str:
    said = f'("{day}" IS NOT NULL OR "{what}" IS NOT NULL)'
    return f"""SELECT "{f.CASE}", "{day}" AS "日期", '{event}' AS "事项", "{what}" AS "内容",
                      "{f.SOURCE_FILE}", "{f.SHEET}", "{f.ROW}", i FROM {SOURCES}
               WHERE "{f.CASE}" IS NOT NULL AND rank = {RANK[role]} AND {said}"""
