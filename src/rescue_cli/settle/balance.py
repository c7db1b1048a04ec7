"""平账: every non-empty row of every file is taken, merged, rejected, or recognised as no data."""

import pyarrow as pa

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.findings import Finding
from rescue_cli.core.states import RowKind
from rescue_cli.core.tables import BALANCE
from rescue_cli.engine.base import Engine
from rescue_cli.settle.case_sources import RANK
from rescue_cli.settle.settle_tables import FILES, ROWS, SOURCES


def balance(engine: Engine, rows: pa.Table, files: pa.Table) -> pa.Table:
    """One line a file, also for files that could not be read (0 rows).

    已并 is a roster row about a person whom an earlier roster row already brought into the same household; 不归户 a row of
    a form that is never linked, or of a roster set aside because it repeats another (LINK-FILE-REPEATS); all other data
    rows are 已取. These are counted from the mentions, the rest from `rows`, so 差 shows whatever was lost.
    """
    engine.register(ROWS, rows)
    engine.register(FILES, files)
    # linked: each data row, whether all its lines are merged or belong to nobody; used: the same by file; seen: what each
    # sheet holds; named: every file, also one of which nothing was read.
    accounts = engine.sql(
        f"""WITH linked AS (
                SELECT "{f.SOURCE_FILE}" AS file, "{f.SHEET}", "{f.ROW}", bool_and(again) AS merged,
                       bool_and("{f.HOUSEHOLD}" IS NULL AND (rank IS NULL OR rank = {RANK["roster"]})) AS unlinked FROM (
                    SELECT *, rank IS NOT DISTINCT FROM {RANK["roster"]} AND "{f.HOUSEHOLD}" IS NOT NULL
                                  AND i <> min(i) OVER (
                                  PARTITION BY "{f.HOUSEHOLD}", "{f.PERSON}", rank) AS again FROM {SOURCES})
                GROUP BY ALL),
            used AS (SELECT file, count(*) FILTER (WHERE NOT merged AND NOT unlinked) AS taken,
                            count(*) FILTER (WHERE merged) AS merged, count(*) FILTER (WHERE unlinked) AS unlinked
                     FROM linked GROUP BY file),
            seen AS (SELECT "{f.SOURCE_FILE}" AS file, count(*) AS n,
                            count(*) FILTER (WHERE "{c.KIND}" = '{RowKind.REJECTED}') AS rejected,
                            count(*) FILTER (WHERE "{c.KIND}" = '{RowKind.ELSEWHERE}') AS elsewhere,
                            count(*) FILTER (WHERE "{c.KIND}" = '{RowKind.HELD}') AS held,
                            count(*) FILTER (WHERE "{c.KIND}" NOT IN
                                ('{RowKind.DATA}', '{RowKind.REJECTED}', '{RowKind.ELSEWHERE}', '{RowKind.HELD}')) AS other
                     FROM {ROWS} WHERE "{c.KIND}" <> '{RowKind.BLANK}' GROUP BY file),
            named AS (SELECT "{f.SOURCE_FILE}" AS file FROM {FILES} UNION SELECT file FROM seen
                      UNION SELECT file FROM used)
            SELECT file AS "{f.SOURCE_FILE}", coalesce(n, 0) AS "{c.ROW_COUNT}", coalesce(taken, 0) AS "{c.TAKEN}",
                   coalesce(merged, 0) AS "{c.MERGED}", coalesce(rejected, 0) AS "{c.REJECTED}",
                   coalesce(unlinked, 0) AS "{c.UNLINKED}", coalesce(held, 0) AS "{c.HELD}",
                   coalesce(elsewhere, 0) AS "{c.ELSEWHERE}",
                   coalesce(other, 0) AS "{c.NO_DATA}",
                   coalesce(n, 0) - coalesce(taken, 0) - coalesce(merged, 0) - coalesce(rejected, 0)
                       - coalesce(unlinked, 0) - coalesce(held, 0) - coalesce(elsewhere, 0) - coalesce(other, 0) AS "{c.DIFFERENCE}"
            FROM named LEFT JOIN seen USING (file) LEFT JOIN used USING (file) ORDER BY file"""
    )
    return accounts.cast(BALANCE)


def balance_findings(table: pa.Table) -> list[Finding]:
    """One finding for each file whose account does not close."""
    return [
        Finding(
            "SETTLE-BALANCE-OPEN",
            file=line[f.SOURCE_FILE],
            value=str(line[c.DIFFERENCE]),
            facts={name: str(line[name]) for name in (c.ROW_COUNT, *c.BALANCE_PARTS, c.DIFFERENCE)},
        )
        for line in table.to_pylist()
        if line[c.DIFFERENCE] != 0
    ]
