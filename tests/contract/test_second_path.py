"""Every figure of every statistics report that the samples' runs write, worked out again from the exported tables by
plain Python (support/second_path.py), and traced to its households by `explain`."""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow.parquet as pq
import pytest

from rescue_cli import pipeline
from rescue_cli.core.errors import UsageError
from rescue_cli.core.workspace_folders import OWN_PACKS
from rescue_cli.pack import model as m
from rescue_cli.pack.language.row_facts import row_levels
from rescue_cli.pack.load import load_pack
from rescue_cli.pipeline.outputs import report_context
from rescue_cli.pipeline.report_engine import report_engine
from rescue_cli.pipeline.stages import judged, merged
from rescue_cli.report.figure_places import figure_places
from rescue_cli.report.filed_figures import counted_figures, figures_by_place
from rescue_cli.workspace import read_config
from support.sample_runs import SAMPLES, RunOf
from support.second_path import Row, figure_of, is_met, lines_of, value_of

OWN = ("events", "tasks", "coverage", "controls")
KEY = ("来源文件", "工作表", "行号", "成员序")
ALWAYS = ("镇街", "村居", "城乡")


class Sample:
    """A sample's workspace after `rescue run`, and its exported tables as lists of rows; `scratch`: for their files."""

    def __init__(self, folder: Path, scratch: Path) -> None:
        self.folder, self.scratch = folder, scratch
        self.session = pipeline.open_session(self.folder, today=dt.date(2026, 11, 22))
        self._tables: dict[str, list[dict[str, Any]]] = {}
        config = read_config(self.folder / "rescue.toml")
        self.pack = load_pack(config.pack, None, config.standard, config.parameter, self.folder / OWN_PACKS)
        self.facts = {row["编号"]: row for row in self.table("facts")}
        self.determinations = self.table("determinations")
        self.codes = {
            name: [code.value for code in self.pack.codes[entry.codes].item]
            for name, entry in self.pack.vocabulary.items()
            if entry.codes in self.pack.codes
        }
        self.run = next(iter(self.facts.values()))

    def table(self, name: str) -> list[dict[str, Any]]:
        if name not in self._tables:
            file = self.scratch / f"{name}.parquet"
            pipeline.export(self.session, name, "parquet", file)
            self._tables[name] = pq.read_table(file).to_pylist()
        return self._tables[name]

    @property
    def as_of(self) -> dt.date:
        day: dt.date = self.run["基准日"]
        return day

    @property
    def townships(self) -> list[str]:
        config = read_config(self.folder / "rescue.toml")
        return list(dict.fromkeys([*(town.name for town in self.pack.head.townships), *config.townships]))

    def rows(self, report: m.Report) -> list[Row]:
        """The source's rows with everything an expression may name."""
        month = month_of(self.as_of, self.pack.head.settlement_day)
        months = {"月初": month[0] if report.month else None, "月末": month[1] if report.month else None}
        if report.source == "cases":
            return [{**row, **months} for row in self.facts.values()]
        if report.source == "determinations":
            return [{**self.facts[row["编号"]], **row, **months} for row in self.determinations]
        grouped = {row["编号"]: row for row in self.determinations if row["分类"]}
        run = {name: self.run[name] for name in ("基准日", "期始", "期末", *(one.name for one in self.pack.parameters))}
        lines = self.table(report.source) if report.source in OWN else self._form_rows(report)
        found = []
        for line in lines:
            case = line.get("编号")
            beside = {**self.facts.get(case, {}), **grouped.get(case, {})} if case else {}
            blank = dict.fromkeys([*self.run, *self.determinations[0]])
            told = {**blank, **beside, **run, **line, **months}
            for name in ALWAYS:
                told[name] = line.get(name) if line.get(name) is not None else beside.get(name)
            found.append(self.with_row_facts(told, report))
        return found

    def with_row_facts(self, row: dict[str, Any], report: m.Report) -> dict[str, Any]:
        """What a form works out of its row, each fact after those it names."""
        facts = [fact for form in report.forms if form == row.get("表种") for fact in self.pack.forms[form].row]
        values = {fact.field: fact.value for fact in facts}
        for level in row_levels(self.pack)[0]:
            row = row | {name: value_of(values[name], row, self.codes) for name in level if name in values}
        return row

    def _form_rows(self, report: m.Report) -> list[dict[str, Any]]:
        cases = {tuple(row[key] for key in KEY): row["编号"] for row in self.table("clusters")}
        mentions = [row for row in self.table("mentions") if row["表种"] in report.forms]
        columns = {column.field for form in report.forms for column in self.pack.forms[form].column}
        persons = any(self.pack.forms[form].grain == "person" for form in report.forms)
        personal = {entry.name for entry in self.pack.input_fields if entry.of == "person"}
        own = {*KEY, "表种", "未读懂", *ALWAYS, *columns, *(personal if persons else ())}
        lines = []
        for home in households(mentions, self.pack):
            line = {name: value for name, value in home.items() if name in own}
            line["编号"] = next((cases.get(tuple(one[key] for key in KEY)) for one in home["全部"]), None)
            lines.append(line)
        seen: set[tuple[str, str]] = set()
        for line in sorted(lines, key=lambda row: tuple(str(row[key]).zfill(9) for key in KEY)):
            line["户内首行"] = line["编号"] is None or (line["编号"], line["表种"]) not in seen
            seen.add((line["编号"], line["表种"]))
        return lines


def households(mentions: Sequence[dict[str, Any]], pack: m.Pack) -> Iterator[dict[str, Any]]:
    """Rows of a household table: the lines of one household as one (the head's own facts first)."""
    homes: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for row in mentions:
        whole = pack.forms[row["表种"]].grain == "household"
        place = row["户首行"] if whole and row["户首行"] is not None else row["行号"]
        homes.setdefault((row["来源文件"], row["工作表"], place, None if whole else row["成员序"]), []).append(row)
    personal = {entry.name for entry in pack.input_fields if entry.of == "person"}
    for lines in homes.values():
        ordered = sorted(lines, key=lambda row: (is_member(row), row["行号"]))
        if pack.forms[ordered[0]["表种"]].grain != "household":
            yield {**ordered[0], "全部": lines}
            continue
        told = {
            name: next(
                (row[name] for row in ordered if row[name] is not None and not (name in personal and is_member(row))),
                None,
            )
            for name in ordered[0]
        }
        yield {**told, "行号": min(row["行号"] for row in lines), "成员序": None, "全部": lines}


def is_member(row: Mapping[str, Any]) -> bool:
    if row["成员序"] is not None:
        return True
    if row["户首行"] is None:
        return False
    if row["与户主关系"] is not None:
        return bool(row["与户主关系"] != "户主")
    if row["姓名"] is not None and row["户主姓名"] is not None:
        return bool(row["姓名"] != row["户主姓名"])
    return row["姓名"] is None and row["行号"] != row["户首行"]


def month_of(day: dt.date, settlement: int | None) -> tuple[dt.date, dt.date]:
    """The calendar month, or from the day after the settlement day to it."""
    if settlement is None:
        following = (day.replace(day=1) + dt.timedelta(days=31)).replace(day=1)
        return day.replace(day=1), following - dt.timedelta(days=1)
    end = day.replace(day=settlement)
    if day.day > settlement:
        end = (day.replace(day=1) + dt.timedelta(days=31)).replace(day=settlement)
    before = (end.replace(day=1) - dt.timedelta(days=1)).replace(day=settlement)
    return before + dt.timedelta(days=1), end


def span(name: str, sample: Sample) -> dict[str, dt.date]:
    settlement = sample.pack.head.settlement_day
    month = month_of(sample.as_of, settlement)
    if name == "上月":
        month = month_of(month[0] - dt.timedelta(days=1), settlement)
    if name in ("累计", "至上月末"):
        period = sample.pack.head.period
        last = month[1] if name == "累计" else month[0] - dt.timedelta(days=1)
        month = (period.start if period else dt.date(month[1].year, 1, 1), last)
    return {"段始": month[0], "段末": month[1]}


def written_columns(sheet: m.ReportSheet) -> list[tuple[m.ReportColumn, str]]:
    """Columns with their span ("" for none), in the order of the sheet: 户 and 人 of one heading side by side."""
    found: list[tuple[m.ReportColumn, str]] = []
    queue = list(sheet.column)
    while queue:
        group = [queue.pop(0)]
        spanned = "段始" in group[0].value or "段末" in group[0].value
        while spanned and queue and len(group[0].head) > 1 and queue[0].head[:-1] == group[0].head[:-1]:
            beside = {c.head[-1] for c in sheet.column if c.head[:-1] == group[0].head[:-1] and "段" in c.value}
            if not beside <= {"户", "人", "户数", "人数"}:
                break
            if "段始" not in queue[0].value and "段末" not in queue[0].value:
                break
            group.append(queue.pop(0))
        found += [(column, name) for name in (sheet.spans if spanned else ("",)) for column in group]
    return found


def expected(sample: Sample, report: m.Report, sheet: m.ReportSheet) -> dict[tuple[str, ...], list[Any]]:
    """Line → the figures of its columns."""
    wanted = (report.where, sheet.where)
    rows = [row for row in sample.rows(report) if all(is_met(one, row, sample.codes) for one in wanted)]
    if sheet.row:
        lines = {(one.label,): [row for row in rows if is_met(one.where, row, sample.codes)] for one in sheet.row}
    else:
        known = {**sample.codes, "镇街": sample.townships}
        grouped = lines_of(sheet.row_fields, rows, known)
        names = sheet.row_fields
        lines = {
            tuple(v if v is not None else f"{n}未明" for n, v in zip(names, key, strict=True)): held
            for key, held in grouped.items()
        }
    return {
        label: [
            figure_of(column.value, held, sample.codes, span(name, sample) if name else {})
            for column, name in written_columns(sheet)
            if not is_label(column, sheet)
        ]
        for label, held in lines.items()
    }


def is_label(column: m.ReportColumn, sheet: m.ReportSheet) -> bool:
    return column.value in (*sheet.row_fields, "行次", "项目")


def on_paper(path: Path, sheet: m.ReportSheet) -> dict[tuple[str, ...], list[Any]]:
    """The same, as the workbook says it."""
    columns = written_columns(sheet)
    labels = list(sheet.row_fields) or ["项目"]
    own = [column.value for column, _ in columns]
    lead = [] if sheet.exact else ["序号"]
    order = [*lead, *(name for name in labels if name not in own), *own]
    worksheet = openpyxl.load_workbook(path, data_only=True)[sheet.name]
    first = 1 + (0 if sheet.exact else 1) + max(len(column.head) + bool(name) for column, name in columns) + 1
    found = {}
    for cells in worksheet.iter_rows(min_row=first, max_col=len(order), values_only=True):
        told = dict(zip([(n, name) for n, name in enumerate(order)], cells, strict=True))
        label = tuple(str(next(value for (_, name), value in told.items() if name == wanted)) for wanted in labels)
        if cells[0] is None or label[0] in ("None", "合计") or str(cells[0]).startswith("合计"):
            break
        found[label] = [value for (_, name), value in told.items() if name not in ("序号", "行次", *labels)]
    return found


def same(ours: Any, theirs: Any, column: m.ReportColumn) -> bool:
    """Whole figures alike to the last digit, quotients to six decimals; nothing counted is 0 or, of a quotient, blank."""
    if theirs is None and ours in (None, 0):
        return True
    ours = ours.date() if isinstance(ours, dt.datetime) else ours
    if isinstance(theirs, str | dt.date) or isinstance(ours, str | dt.date) or theirs is None or ours is None:
        return str(ours or "") == str(theirs or "")
    return abs(Decimal(str(ours)) - Decimal(str(theirs))) <= Decimal("0.000001")


@pytest.fixture(scope="module", params=SAMPLES)
def sample(request: pytest.FixtureRequest, sample_run: RunOf, tmp_path_factory: pytest.TempPathFactory) -> Sample:
    return Sample(sample_run(request.param).workspace, tmp_path_factory.mktemp("tables"))


def reports_of(sample: Sample) -> list[tuple[str, m.Report]]:
    return [
        (name, report)
        for name, report in sorted(sample.pack.reports.items())
        if report.kind == "statistics" and report.split is None and report.fill is None
    ]


def file_of(sample: Sample, report: m.Report) -> Path:
    path = sample.folder / "输出" / report.file
    if not report.month:
        return path
    end = month_of(sample.as_of, sample.pack.head.settlement_day)[1]
    return path.with_name(f"{path.stem}（{end.year}年{end.month}月）{path.suffix}")


def test_every_figure_can_be_worked_out_again_from_the_exported_tables(sample: Sample) -> None:
    wrong, figures = [], 0
    for name, report in reports_of(sample):
        for sheet in report.sheet:
            reckoned, written = expected(sample, report, sheet), on_paper(file_of(sample, report), sheet)
            columns = [column for column, _ in written_columns(sheet) if not is_label(column, sheet)]
            lines = [label for label in written if "（无）" not in label]
            left = [label for label in reckoned if label not in written and any(reckoned[label])]
            assert not left, (name, left)
            for label in lines:
                for column, ours, theirs in zip(columns, written[label], reckoned[label], strict=True):
                    figures += 1
                    if not same(ours, theirs, column):
                        wrong.append((name, sheet.name, label, column.id, ours, theirs))
    assert figures or not reports_of(sample)
    assert not wrong, wrong[:20]


def test_explain_lists_the_households_behind_a_figure(sample: Sample) -> None:
    for name, report in reports_of(sample):
        sheet = report.sheet[0]
        counts = [column for column in sheet.column if column.value.startswith("count(*) filter") and not sheet.spans]
        if report.source != "determinations" or not counts or not sheet.row_fields:
            continue
        told = pipeline.explain_figure(sample.session, f"{name}!{counts[0].id}").as_json()
        total = sum(
            int(figures[[c.id for c in sheet.column if not is_label(c, sheet)].index(counts[0].id)])
            for figures in expected(sample, report, sheet).values()
        )
        assert len(told["对象"]) == total
        return
    pytest.skip("no report of this pack counts determinations plainly")


def test_a_figure_is_found_by_its_printed_cell_and_by_the_households_in_it(sample: Sample) -> None:
    """Of every statistics workbook: what the cell holds is what `explain 报表!页!格` tells, there and back."""
    session = sample.session
    with report_engine(session, merged(session), judged(session, merged(session))) as engine:
        context, wrong, cells = report_context(session), [], 0
        for name, report in reports_of(sample):
            figures = figures_by_place(counted_figures(engine, sample.pack, context, name))
            book = openpyxl.load_workbook(file_of(sample, report), data_only=True)
            for place in figure_places(engine, sample.pack, context, name):
                value = figures.get((place.sheet, place.line, place.column))
                if value is not None:
                    cells += 1
                    printed = book[place.sheet][place.cell].value
                    wrong += [(name, place, printed)] if Decimal(str(printed or 0)) != round(value, 6) else []
    assert cells or not reports_of(sample)
    assert not wrong, wrong[:5]


def test_a_households_figures_name_the_cells_that_name_the_household(sample: Sample) -> None:
    if sample.pack.head.id != "xixia-2019":
        pytest.skip("one pack shows it")
    counted = [line for line in pipeline.figures_of(sample.session, "640105-00003") if line["单元格"]]
    assert {line["报表"] for line in counted} >= {"城市统计表", "城市进展情况表"}
    line = next(line for line in counted if line["报表"] == "城市统计表")
    told = pipeline.explain_figure(sample.session, f"{line['报表']}!{line['工作表']}!{line['单元格']}")
    assert "640105-00003" in [household["编号"] for household in told.as_json()["对象"]]
    pasted = f"报表/{line['报表']}.xlsx › {told.lines.column} › {told.lines.row}：{told.value}"
    assert pipeline.explain_figure(sample.session, pasted) == told
    with pytest.raises(UsageError, match="不是统计出来的数"):
        pipeline.explain_figure(sample.session, "城市统计表!A1")
