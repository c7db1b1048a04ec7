"""The table of methods in `docs/查重模型.md`: a line a method of every kind of county, or of every run."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby
from statistics import mean
from typing import NamedTuple

HEADS = (
    "习惯", "行数", "噪声", "方法", "自动精度", "自动召回", "裁定后 F1", "问到的行", "按户精度", "拆散", "处理器秒",
)  # fmt: skip
NOTHING = "—"


class County(NamedTuple):
    """What a county was made with; `noise` and `seed` are null of a folder of another generator."""

    habits: str
    rows: int
    noise: float | None
    seed: int | None


class Measures(NamedTuple):
    """One method on one county: shares between 0 and 1; what only the tool has is null of others."""

    method: str
    precision: float
    recall: float
    f1: float
    asked: float
    home_precision: float | None = None
    torn: float | None = None
    seconds: float | None = None


def row(*cells: str) -> str:
    return "| " + " | ".join(cells) + " |"


def head(heads: Iterable[str]) -> str:
    names = tuple(heads)
    return row(*names) + "\n|" + "---|" * len(names)


def run_line(county: County, measures: Measures) -> str:
    seed = "" if county.seed is None else f" 种子 {county.seed}"
    return _line(f"{county.habits}{seed}", county, measures)


def mean_lines(runs: Iterable[tuple[County, Measures]]) -> Iterator[str]:
    """Means over seeds; the runs of a kind of county follow each other."""
    for county, several in groupby(runs, key=lambda run: run[0]._replace(seed=None)):
        methods: dict[str, list[Measures]] = defaultdict(list)
        for _, measures in several:
            methods[measures.method].append(measures)
        for method, measured in methods.items():
            shares = (_mean(column) for column in list(zip(*measured, strict=True))[1:])
            yield _line(county.habits, county, Measures(method, *shares))


def _mean(values: tuple[float | None, ...]) -> float | None:
    known = [value for value in values if value is not None]
    return mean(known) if known else None


def _line(title: str, county: County, measures: Measures) -> str:
    return row(
        title,
        f"{county.rows:,}",
        NOTHING if county.noise is None else f"×{county.noise:g}",
        measures.method,
        f"{measures.precision:.4f}",
        f"{measures.recall:.3f}",
        f"{measures.f1:.4f}",
        f"{measures.asked:.1%}",
        NOTHING if measures.home_precision is None else f"{measures.home_precision:.4f}",
        NOTHING if measures.torn is None else f"{measures.torn:.1%}",
        NOTHING if measures.seconds is None else f"{measures.seconds:.1f}",
    )
