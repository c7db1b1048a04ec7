"""What the sums of a statistics table leave out: lines in which the field that is added up is blank. Never silent."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlglot import exp

from rescue_cli.pack import model as m
from rescue_cli.pack.language.sql import parsed
from rescue_cli.pack.span_columns import COUNTED_WORDS, SPANS


@dataclass(frozen=True)
class UnfilledSum:
    """How many lines a sum of `column` could not count because `what` is blank there; `sql` counts them."""

    column: str
    what: str
    sql: str


def unfilled_sums(column: m.ReportColumn, sql: str) -> list[UnfilledSum]:
    """For the sums in the column's SQL: a count of the lines they skip, each under its own filter."""
    return [UnfilledSum(column_label(column), what, counted) for what, counted in blanks(sql)]


def blanks(sql: str) -> list[tuple[str, str]]:
    """What the sums in an aggregate add up, and SQL that counts the lines where it is blank."""
    if "SUM(" not in sql:
        return []
    tree = parsed(sql)
    by_fields: dict[str, list[str]] = {}
    for node in tree.find_all(exp.Sum):
        what = "、".join(dict.fromkeys(name.name for name in node.this.find_all(exp.Column)))
        by_fields.setdefault(what, []).append(_blank(node))
    return [(what, f"COUNT(*) FILTER (WHERE {' OR '.join(parts)})") for what, parts in by_fields.items()]


def is_one_sum(sql: str) -> bool:
    """Whether an aggregate is one sum and nothing else: where no line was left out and none came, nothing was added up."""
    tree: exp.Expression = parsed(sql)
    while isinstance(tree, exp.Filter | exp.Paren | exp.Cast):
        tree = tree.this
    return isinstance(tree, exp.Sum)


@dataclass(frozen=True)
class LeftOut:
    """Why lines do not count in a sum. `unsure`: fields of which some value is not believed; `filled_as`: facts of ours →
    the column a person fills in for them.

    >>> LeftOut({"保障金额"}, {"认定人口": "家庭人口"}).why("保障金额")
    '未填保障金额，或大小不像'
    >>> LeftOut((), {"认定人口": "家庭人口"}).why("认定人口")
    '未填家庭人口'
    """

    unsure: Collection[str]
    filled_as: Mapping[str, str]

    def why(self, what: str) -> str:
        """`what`: the names added up, joined by 、."""
        names = what.split("、")
        words = "、".join(dict.fromkeys(self.filled_as.get(name, name) for name in names))
        return f"未填{words}" + ("，或大小不像" if set(names) & set(self.unsure) else "")


def remark(sums: Sequence[UnfilledSum], counts: Sequence[object], left: LeftOut) -> str:
    """What stands in 备注: which figure, how many, what is not filled in or not believed."""
    sentences = (f"{entry.column}：{n}户{left.why(entry.what)}" for entry, n in zip(sums, counts, strict=True) if n)
    return "；".join(dict.fromkeys(sentences))


def column_label(column: m.ReportColumn) -> str:
    """The words a column is known by: the level above 户/人, else its own; of a span, with the span.

    >>> column_label(m.ReportColumn(id="甲", head=("新增", "本月", "户"), value="count(*)"))
    '新增本月'
    """
    head = column.head[:-1] if len(column.head) > 1 and column.head[-1] in COUNTED_WORDS else column.head
    return "".join(head[-2:]) if len(head) > 1 and head[-1] in SPANS else head[-1]


def _blank(node: exp.Sum) -> str:
    blank = f"({node.this.sql(dialect='duckdb')}) IS NULL"
    if isinstance(node.parent, exp.Filter):
        return f"(({node.parent.expression.this.sql(dialect='duckdb')}) AND {blank})"
    return f"({blank})"
