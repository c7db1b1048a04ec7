"""A roster whose rows speak of another township than the one it was sent as."""

import re
from collections.abc import Iterable, Sequence

from rescue_cli.check.definition import Check, Run
from rescue_cli.check.finding_places import TABLE
from rescue_cli.core import fields as f
from rescue_cli.core.findings import Finding
from rescue_cli.core.townships import Township
from rescue_cli.pack.language.sql import literal

OTHER_TOWNSHIP = "CHECK-OTHER-TOWNSHIP"
BY_COLUMN, BY_ADDRESS = "镇街一栏写的", "住址、村居写的"
LEAST, SHARE = 3, 0.5  # so many rows, and more than this part of the sheet
_END = re.compile(r"(?:街道办事处|街道办|街道|镇|乡)$")
_SHEET = f'"{f.SOURCE_FILE}", "{f.SHEET}"'
_MOST = f"行数 >= {LEAST} AND 行数 > {SHARE} * 总行数"


def by_address(run: Run) -> str:
    """Sheets most of whose rows name, in 详细住址 or 村居, a place of one other township than their 镇街."""
    words = [(word, township.name) for township in run.townships for word in _words(township, run.townships)]
    written = f"""concat_ws(' ', "{f.ADDRESS}", "{f.VILLAGE}")"""
    return f"""
        WITH places AS ({_values(words)}), cells AS (
            SELECT {_SHEET}, "{f.ROW}", "{f.TOWNSHIP}" AS 属, {written} AS 写 FROM {TABLE}
        ), named AS (
            SELECT {_SHEET}, "{f.ROW}", any_value(属) AS 属, min(镇) AS 镇 FROM cells JOIN places ON contains(写, 词)
            GROUP BY ALL HAVING count(DISTINCT 镇) = 1
        ), all_rows AS (
            SELECT {_SHEET}, 属, count(*) AS 总行数 FROM cells WHERE 属 IS NOT NULL GROUP BY ALL
        ), counted AS (
            SELECT {_SHEET}, 属, 镇, count(*) AS 行数, any_value(总行数) AS 总行数
            FROM named JOIN all_rows USING ({_SHEET}, 属) WHERE 镇 <> 属 GROUP BY ALL
        )
        SELECT {_of_sheet(BY_ADDRESS)} FROM counted WHERE {_MOST}"""


def by_file(run: Run) -> str:
    """Sheets the 镇街 of most of whose rows is not the one township that sheet name, file or folder names. A name inside a
    longer one does not count (北京西路 in 北京西路街道)."""
    words = [(word, township.name) for township in run.townships for word in (township.name, *township.aliases)]
    return f"""
        WITH places AS ({_values(words)}), cells AS (
            SELECT {_SHEET}, "{f.TOWNSHIP}" AS 镇, count(*) AS 行数 FROM {TABLE} GROUP BY ALL
        ), counted AS (
            SELECT *, sum(行数) OVER (PARTITION BY {_SHEET})::BIGINT AS 总行数 FROM cells QUALIFY {_MOST}
        ), names AS (
            SELECT {_SHEET}, 词, places.镇 AS 属 FROM counted JOIN places
            ON contains("{f.SHEET}" || '/' || "{f.SOURCE_FILE}", 词)
        ), longest AS (
            SELECT {_SHEET}, 属 FROM names WHERE NOT EXISTS (
                FROM names AS longer WHERE longer."{f.SOURCE_FILE}" = names."{f.SOURCE_FILE}"
                AND longer."{f.SHEET}" = names."{f.SHEET}" AND longer.词 <> names.词 AND contains(longer.词, names.词))
        ), sent AS (SELECT {_SHEET}, min(属) AS 属 FROM longest GROUP BY ALL HAVING count(DISTINCT 属) = 1)
        SELECT {_of_sheet(BY_COLUMN)} FROM counted JOIN sent USING ({_SHEET}) WHERE 镇 <> 属"""


def _of_sheet(how: str) -> str:
    """One finding for the sheet as a whole, told to the township it was sent as (属)."""
    place = f'{_SHEET}, NULL AS "{f.ROW}", 属 AS "{f.TOWNSHIP}"'
    return f"{place}, 属 AS 值, 镇, 行数, 总行数, '{how}' AS 怎样"


def _values(words: Sequence[tuple[str, str]]) -> str:
    """A table of words and the township each shows."""
    return (
        f"SELECT unnest({_texts(word for word, _ in words)}) AS 词, unnest({_texts(name for _, name in words)}) AS 镇"
    )


def _texts(words: Iterable[str]) -> str:
    return f"[{', '.join(map(literal, words))}]::VARCHAR[]"


def _words(township: Township, townships: Sequence[Township]) -> list[str]:
    """Names by which an address shows the township: its own, and villages no other township has or got. Bare stems may be
    roads."""
    others = {village for other in townships if other.name != township.name for village in other.villages}
    others |= {merge.old for merge in township.merges if merge.township != township.name}
    names = [township.name, *(alias for alias in township.aliases if _END.search(alias))]
    names += [village for village in township.villages if village not in others and len(village) > 2]
    # 旧镇旧村 in an address of a village that came to this township speaks of both, so of neither.
    gained = ((town, merge) for town in townships for merge in town.merges if town.name != township.name)
    return [*names, *(f"{town.name}{merge.old}" for town, merge in gained if merge.township == township.name)]


def is_by_column(finding: Finding) -> bool:
    """Whether it was the cells of 镇街 that gave the sheet away (and not the addresses)."""
    return finding.code == OTHER_TOWNSHIP and finding.facts.get("怎样") == BY_COLUMN


_ELSEWHERE = {f.TOWNSHIP: "镇北堡镇", f.VILLAGE: "德林村", f.SOURCE_FILE: "兴泾镇/名册.xlsx"}
_HERE = {f.TOWNSHIP: "兴泾镇", f.VILLAGE: "泾华村", f.SOURCE_FILE: "兴泾镇/名册.xlsx"}

CHECKS = (
    Check(
        code=OTHER_TOWNSHIP,
        field=f.TOWNSHIP,
        columns=(f.TOWNSHIP, (f.ADDRESS, f.VILLAGE)),
        query=by_address,
        fires=({f.ADDRESS: "镇北堡镇德林村1组1号", f.VILLAGE: None},) * LEAST,
        silent=({f.ADDRESS: "兴泾镇泾华村1组1号", f.VILLAGE: None},) * LEAST,
    ),
    Check(
        code=OTHER_TOWNSHIP,
        field=f.TOWNSHIP,
        columns=(f.TOWNSHIP,),
        query=by_file,
        fires=(_ELSEWHERE,) * LEAST,
        silent=(_HERE,) * LEAST,
    ),
)
