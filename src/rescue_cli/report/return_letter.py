"""退回函: one page to each township or office whose files are sent back: counts, main faults, deadline, whom to ask.

Only figures and places stand in it, never a value of the tables.
"""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

import pyarrow as pa
import pyarrow.compute as pc

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.states import FileState, Level
from rescue_cli.pack.model import Deadline, Pack
from rescue_cli.report.check_results import (
    FAULTS,
    LEVELS,
    SENDER,
    Checked,
    counted,
    for_senders,
    senders_part,
)
from rescue_cli.report.owed_lines import all_terms
from rescue_cli.report.report_types import ReportContext, han_date
from rescue_cli.workbooks.writing.letter_document import Letter

NOT_TAKEN: Mapping[str, str] = {FileState.UNREADABLE: FileState.UNREADABLE.value, FileState.REFUSED: "整份退回"}
FILES_SHOWN, KINDS_SHOWN, FIELDS_SHOWN, PLACES_SHOWN = 8, 5, 6, 3
NAME_SHOWN, SHEET_SHOWN = 19, 8  # characters: a letter is one page however long the senders' names are
TO_FILL = "＿＿＿＿＿＿"
HEADS = ("文件", "数据行", *LEVELS, c.STATE)
WIDTHS = (7.4, 1.7, 1.7, 1.7, 1.5, 2.0)


@dataclass(frozen=True)
class Contact:
    """Whom the senders may ask; "" is left to be written by hand."""

    name: str = ""
    phone: str = ""


def letters(checked: Checked, pack: Pack, context: ReportContext, contact: Contact) -> dict[str, Letter]:
    """Sender → letter, for every sender with a file that must be mended, looked at, or could not be read, and to whom a
    letter can go."""
    findings = for_senders(checked.attributed)
    at_fault = findings.filter(pc.is_in(findings[c.LEVEL], value_set=pa.array(FAULTS, pa.string())))
    states = dict(zip(*(checked.files[name].to_pylist() for name in (f.SOURCE_FILE, c.STATE)), strict=True))
    return {
        sender: _Writer(sender, findings.filter(pc.equal(findings[SENDER], sender)), checked, states, pack).letter(
            context, contact
        )
        for sender in sorted(at_fault[SENDER].unique().to_pylist())
        if checked.addressees is None or sender in checked.addressees
    }


class _Writer:
    """Writes the letter to one sender. `findings`: those put before her; `states`: file → its state (FileState)."""

    def __init__(
        self, sender: str, findings: pa.Table, checked: Checked, states: Mapping[str, str], pack: Pack
    ) -> None:
        self._sender, self._findings, self._checked = sender, findings, checked
        self._states, self._pack = states, pack
        self._names = _short_names(sorted(findings[f.SOURCE_FILE].unique().to_pylist()))

    def letter(self, context: ReportContext, contact: Contact) -> Letter:
        files = self._file_rows()
        counts = counted(self._findings[c.LEVEL])
        summary = "，".join(f"{level}{counts[level]}处" for level in LEVELS if level in counts)
        more = f"（下表列出前{FILES_SHOWN}个）" if len(files) > FILES_SHOWN else ""
        before = (
            f"你单位报来的材料已经校验，{len(files)}个文件有问题：{summary}{more}。"
            "有错的地方已在退回的原文件里逐格标出，请改正后重报。",
        )
        return Letter(
            title="报送材料退回函",
            addressee=self._sender,
            before=before,
            heads=HEADS,
            widths=WIDTHS,
            rows=tuple(files[:FILES_SHOWN]),
            after=("主要问题：", *self._kinds(), self._deadline(context.as_of), ask_contact(contact)),
            closing=(context.bureau or context.district, han_date(context.as_of)),
            date=context.as_of,
        )

    def _file_rows(self) -> list[tuple[str, ...]]:
        """File, rows of data, findings by level, what became of it; the worst first."""
        groups = self._findings.group_by([f.SOURCE_FILE, c.LEVEL]).aggregate([([], "count_all")])
        counts: dict[str, Counter[str]] = {}
        for file, level, count in zip(*(column.to_pylist() for column in groups.columns), strict=True):
            counts.setdefault(file, Counter())[level] = count
        rows = self._checked.data_rows
        return [
            (
                _cut(self._names[file], NAME_SHOWN),
                str(rows.get(file, 0)),
                *(str(counts[file][level]) for level in LEVELS),
                NOT_TAKEN.get(self._states.get(file, ""), "已收"),
            )
            for file in sorted(counts, key=lambda file: (*(-counts[file][level] for level in LEVELS), file))
        ]

    def _kinds(self) -> list[str]:
        """The most frequent kinds of fault, what must be mended first."""
        groups = self._findings.group_by([c.LEVEL, c.CODE]).aggregate([([], "count_all")])
        kinds = [
            (LEVELS.index(level), -count, code)
            for level, code, count in zip(*(column.to_pylist() for column in groups.columns), strict=True)
            if level in FAULTS
        ]
        shown = sorted(kinds)[:KINDS_SHOWN]
        lines = [self._kind(number, code, LEVELS[rank]) for number, (rank, _, code) in enumerate(shown, 1)]
        if len(kinds) > KINDS_SHOWN:
            lines.append(f"另有{len(kinds) - KINDS_SHOWN}种问题，见各退回件的“问题清单”。")
        return lines

    def _kind(self, number: int, code: str, level: Level) -> str:
        entry = self._checked.catalogue[code]
        table = self._findings
        own = table.filter(pc.and_(pc.equal(table[c.CODE], code), pc.equal(table[c.LEVEL], level)))
        named = sorted(filter(None, own[c.FIELD].unique().to_pylist()))
        fields = "、".join(named[:FIELDS_SHOWN]) + ("等" if len(named) > FIELDS_SHOWN else "")
        mend = senders_part(entry.mend).format_map(_Unsaid({c.FIELD: fields} if fields else {}))
        return f"{number}．{entry.title}（{level}{own.num_rows}处，{_places(own, self._names)}）：{mend}。"

    def _deadline(self, today: dt.date) -> str:
        """By when: the next deadline of the pack for the forms sent, else the last one that is past."""
        forms = self._checked.forms_by_sender.get(self._sender, frozenset())
        own = [entry for entry in self._pack.head.deadline if not forms.isdisjoint(entry.hands_in)]
        days = sorted((day, entry.title) for entry in own if (day := _day(entry, today)) is not None)
        coming = [pair for pair in days if pair[0] >= today]
        if coming:
            return f"请于{han_date(coming[0][0])}前改正重报（{coming[0][1]}）。"
        if days:
            return f"上报时限{han_date(days[-1][0])}已过（{days[-1][1]}），请收到后立即改正重报。"
        return "请收到后尽快改正重报。"


def ask_contact(contact: Contact) -> str:
    """Whom to ask; what rescue.toml does not say is left to be written by hand."""
    return f"联系人：{contact.name or TO_FILL}　　电话：{contact.phone or TO_FILL}"


class _Unsaid(dict[str, str]):
    """Values do not stand in letters."""

    def __missing__(self, key: str) -> str:
        return "该处" if key == c.VALUE else "有关内容"


def _places(findings: pa.Table, names: Mapping[str, str]) -> str:
    """The first cells of the first sheet, and how many files have such: 《困难家庭》红柳村 H3、H4等，共2个文件."""
    file, sheet = findings[f.SOURCE_FILE][0].as_py(), findings[f.SHEET][0].as_py()
    sheets = findings.group_by([f.SOURCE_FILE, f.SHEET]).aggregate([])
    same_sheet = pc.equal(pc.fill_null(findings[f.SHEET], ""), sheet or "")
    here = findings.filter(pc.and_(pc.equal(findings[f.SOURCE_FILE], file), same_sheet))
    cells = _cells(here)
    where = f"《{_cut(str(PurePosixPath(names[file]).with_suffix('')), NAME_SHOWN)}》{_cut(sheet or '', SHEET_SHOWN)}"
    shown = "、".join(filter(None, cells[:PLACES_SHOWN]))
    more = "等" if sheets.num_rows > 1 or len(cells) > PLACES_SHOWN else ""
    files = pc.count_distinct(findings[f.SOURCE_FILE]).as_py()
    return f"{where} {shown}".rstrip() + more + (f"，共{files}个文件" if files > 1 else "")


def _cells(findings: pa.Table) -> list[str]:
    """The different cells of these findings, else rows, in their order; "" for the whole sheet."""
    rows = pc.binary_join_element_wise("第", pc.cast(findings[f.ROW], pa.string()), "行", "")
    cells: list[str] = (
        pc.coalesce(pc.if_else(pc.equal(findings[c.CELL], ""), None, findings[c.CELL]), rows, "").unique().to_pylist()
    )
    return cells


def _cut(name: str, length: int) -> str:
    """A long name with its middle left out: where lists of names differ is at their beginnings and ends."""
    left = length * 2 // 3
    return name if len(name) <= length else f"{name[:left]}…{name[left + 1 - length :]}"


def _day(entry: Deadline, today: dt.date) -> dt.date | None:
    """The day of a deadline; of a monthly one the next day within its time, else the last."""
    days = [term.day for term in all_terms(entry, today, None)]
    return next((day for day in days if day >= today), days[-1] if days else None)


def _short_names(files: Sequence[str]) -> Mapping[str, str]:
    """Names without folders where they tell the files apart."""
    counts = Counter(PurePosixPath(file).name for file in files)
    return {file: PurePosixPath(file).name if counts[PurePosixPath(file).name] == 1 else file for file in files}
