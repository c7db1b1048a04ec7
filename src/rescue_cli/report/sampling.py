"""A drawn sample (督查抽查): repeatable by anybody who has the same list and the seed, and told under the table."""

from dataclasses import dataclass

from rescue_cli.pack import model as m
from rescue_cli.pack.language.sql import quoted
from rescue_cli.report.report_source import Source


@dataclass(frozen=True)
class Drawn:
    """`size` lines of `of`, by `seed`."""

    size: int
    of: int
    sample: m.Sample
    seed: str | None

    @property
    def line(self) -> str:
        """What is said of it under the table."""
        each = f"每{self.sample.per}至多{self.sample.size}" if self.sample.per else f"至多{self.sample.size}"
        seed = f"种子为{self.seed}" if self.seed else f"种子未定（参数“{self.sample.seed}”没有值）"
        return f"抽样：从{self.of}条中{each}条，抽出{self.size}条；{seed}。名单和种子不变，抽出的结果就不变。"


def draw(source: Source, sample: m.Sample) -> str:
    """SQL: a QUALIFY clause that keeps the sample. A line's place in the draw is the digest of the seed and of what the
    line is known by, so that other lines coming or going do not change it."""
    known_by = ", ".join(f"CAST(s.{quoted(name)} AS VARCHAR)" for name in source.ties)
    digest = f"MD5(CONCAT_WS('|', CAST(s.{quoted(sample.seed)} AS VARCHAR), {known_by}))"
    ties = ", ".join(f"s.{quoted(name)}" for name in source.ties)
    group = f"PARTITION BY s.{quoted(sample.per)} " if sample.per else ""
    return f"QUALIFY ROW_NUMBER() OVER ({group}ORDER BY {digest}, {ties}) <= {sample.size}"


def drawn(source: Source, sheet: m.ReportSheet, size: int) -> Drawn:
    """How the sample of `size` lines came about."""
    assert sheet.sample is not None
    seed = f"ANY_VALUE(CAST(s.{quoted(sheet.sample.seed)} AS VARCHAR))"
    row = source.engine.sql(
        f"SELECT COUNT(*) AS n, {seed} AS seed FROM {source.query} {source.where(sheet.where)}"
    ).to_pylist()[0]
    return Drawn(size, row["n"], sheet.sample, _plain(row["seed"]))


def _plain(seed: str | None) -> str | None:
    return seed.rstrip("0").rstrip(".") if seed and "." in seed else seed
