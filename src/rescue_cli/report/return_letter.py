"""退回函: one page to each township or office whose files are sent back: counts, main faults, deadline, whom to ask.

Only figures and places stand in it, never a value of the tables.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.findings import LEVELS
from rescue_cli.pack.model import Deadline, Pack
from rescue_cli.report.check_results import SENDER_STAGES, Checked, Row
from rescue_cli.report.report_types import ReportContext, han_date
from rescue_cli.workbooks.writing.letter_document import Letter

FAULTS = ("必须改", "请核实")
NOT_TAKEN = {"不能读": "不能读", "拒收": "整份退回"}
FILES_SHOWN, KINDS_SHOWN, FIELDS_SHOWN, PLACES_SHOWN = 8, 5, 6, 3
NAME_SHOWN, SHEET_SHOWN = 19, 8  # characters: a letter is one page however long the senders' names are
NOT_FOR_SENDERS = ("CHECK-FILE-CORRECTED",)  # a question to the bureau
TO_FILL = "＿＿＿＿＿＿"
HEADS = ("文件", "数据行", "必须改", "请核实", "提示", "状态")
WIDTHS = (7.4, 1.7, 1.7, 1.7, 1.5, 2.0)


@dataclass(frozen=True)
class Contact:
    name: str = ""
    phone: str = ""


def letters(checked: Checked, pack: Pack, context: ReportContext, contact: Contact) -> dict[str, Letter]:
    """Sender → letter, for every sender with a file that must be mended, looked at, or could not be read."""
    found: dict[str, list[Row]] = defaultdict(list)
    for line in checked.findings.to_pylist():
        if line[c.CODE].startswith(SENDER_STAGES) and line[f.SOURCE_FILE] and line[c.CODE] not in NOT_FOR_SENDERS:
            found[checked.sender(line[f.SOURCE_FILE])].append(line)
    return {
        sender: _Writer(sender, lines, checked, pack, context, contact).letter()
        for sender, lines in sorted(found.items())
        if any(line[c.LEVEL] in FAULTS for line in lines)
    }


class _Writer:
    """Writes the letter to one sender."""

    def __init__(
        self, sender: str, lines: Sequence[Row], checked: Checked, pack: Pack, context: ReportContext, contact: Contact
    ) -> None:
        self._sender, self._lines, self._checked = sender, lines, checked
        self._pack, self._context, self._contact = pack, context, contact
        self._states = {row[f.SOURCE_FILE]: row[c.STATE] for row in checked.files.to_pylist()}
        self._forms = sorted(
            {
                row[f.FORM]
                for row in checked.rows.select([f.SOURCE_FILE, f.FORM]).to_pylist()
                if row[f.FORM] and checked.sender(row[f.SOURCE_FILE]) == sender
            }
        )

    def letter(self) -> Letter:
        files = self._file_rows()
        counts = Counter(line[c.LEVEL] for line in self._lines)
        told = "，".join(f"{level}{counts[level]}处" for level in LEVELS if counts[level])
        more = f"（下表列出前{FILES_SHOWN}个）" if len(files) > FILES_SHOWN else ""
        before = (
            f"你单位报来的材料已经校验，{len(files)}个文件有问题：{told}{more}。"
            "有错的地方已在退回的原文件里逐格标出，请改正后重报。",
        )
        after = ("主要问题：", *self._kinds(), self._deadline(), self._ask())
        closing = (self._context.bureau or self._context.district, han_date(self._context.as_of))
        return Letter(
            title="报送材料退回函",
            addressee=self._sender,
            before=before,
            heads=HEADS,
            widths=WIDTHS,
            rows=tuple(files[:FILES_SHOWN]),
            after=after,
            closing=closing,
            date=self._context.as_of,
        )

    def _file_rows(self) -> list[tuple[str, ...]]:
        """The worst first."""
        rows = Counter(row[f.SOURCE_FILE] for row in self._checked.rows.to_pylist() if row[c.KIND] in ("数据", "拒收"))
        counts = Counter((line[f.SOURCE_FILE], line[c.LEVEL]) for line in self._lines)
        files = sorted(
            {line[f.SOURCE_FILE] for line in self._lines},
            key=lambda file: (*(-counts[file, level] for level in LEVELS), file),
        )
        names = _short_names(files)
        return [
            (
                _cut(names[file], NAME_SHOWN),
                str(rows[file]),
                *(str(counts[file, level]) for level in LEVELS),
                NOT_TAKEN.get(self._states.get(file, ""), "已收"),
            )
            for file in files
        ]

    def _kinds(self) -> list[str]:
        """The most frequent kinds of fault, what must be mended first."""
        counts = Counter((LEVELS.index(line[c.LEVEL]), line[c.CODE]) for line in self._lines if line[c.LEVEL] in FAULTS)
        ordered = sorted(counts, key=lambda key: (key[0], -counts[key], key[1]))
        said = [
            self._kind(number, key[1], LEVELS[key[0]], counts[key])
            for number, key in enumerate(ordered[:KINDS_SHOWN], 1)
        ]
        if len(ordered) > KINDS_SHOWN:
            said.append(f"另有{len(ordered) - KINDS_SHOWN}种问题，见各退回件的“问题清单”。")
        return said

    def _kind(self, number: int, code: str, level: str, count: int) -> str:
        entry = self._checked.catalogue[code]
        names = _short_names(sorted({line[f.SOURCE_FILE] for line in self._lines}))
        own = [line for line in self._lines if (line[c.CODE], line[c.LEVEL]) == (code, level)]
        shown = _places([(names[line[f.SOURCE_FILE]], line) for line in own])
        named = sorted({line[c.FIELD] for line in own if line[c.FIELD]})
        fields = "、".join(named[:FIELDS_SHOWN]) + ("等" if len(named) > FIELDS_SHOWN else "")
        mend = entry.mend.format_map(_Unsaid({"字段": fields} if fields else {}))
        return f"{number}．{entry.title}（{level}{count}处，{shown}）：{mend}。"

    def _deadline(self) -> str:
        """By when: the next deadline of the pack for the forms sent, else the last one that is past."""
        today = self._context.as_of
        own = [entry for entry in self._pack.head.deadline if set(entry.hands_in) & set(self._forms)]
        days = sorted((day, entry.title) for entry in own if (day := _day(entry, today)) is not None)
        coming = [pair for pair in days if pair[0] >= today]
        if coming:
            return f"请于{han_date(coming[0][0])}前改正重报（{coming[0][1]}）。"
        if days:
            return f"上报时限{han_date(days[-1][0])}已过（{days[-1][1]}），请收到后立即改正重报。"
        return "请收到后尽快改正重报。"

    def _ask(self) -> str:
        """Whom to ask; what rescue.toml does not say is left to be written by hand."""
        return f"联系人：{self._contact.name or TO_FILL}　　电话：{self._contact.phone or TO_FILL}"


class _Unsaid(dict[str, str]):
    """Values do not stand in letters."""

    def __missing__(self, key: str) -> str:
        return "该处" if key == "值" else "有关内容"


def _places(found: Sequence[tuple[str, Row]]) -> str:
    """The first cells of the first sheet, and how many files have such: 《困难家庭》红柳村 H3、H4等，共2个文件."""
    by_sheet: dict[tuple[str, str], dict[str, None]] = {}
    for name, line in found:
        by_sheet.setdefault((name, line[f.SHEET] or ""), {})[_cell(line)] = None
    (name, sheet), cells = next(iter(by_sheet.items()))
    where = f"《{_cut(str(PurePosixPath(name).with_suffix('')), NAME_SHOWN)}》{_cut(sheet, SHEET_SHOWN)}"
    shown = "、".join(filter(None, list(cells)[:PLACES_SHOWN]))
    more = "等" if len(by_sheet) > 1 or len(cells) > PLACES_SHOWN else ""
    files = len({name for name, _ in by_sheet})
    return f"{where} {shown}".rstrip() + more + (f"，共{files}个文件" if files > 1 else "")


def _cell(line: Row) -> str:
    return line[c.CELL] or (f"第{line[f.ROW]}行" if line[f.ROW] else "")


def _cut(name: str, length: int) -> str:
    """A long name with its middle left out: where lists of names differ is at their beginnings and ends."""
    left = length * 2 // 3
    return name if len(name) <= length else f"{name[:left]}…{name[left + 1 - length :]}"


def _day(entry: Deadline, today: dt.date) -> dt.date | None:
    """The day of a deadline; of a monthly one the next day within its time."""
    if entry.monthly_day is None:
        return entry.on
    for ahead in (0, 1):
        month = today.month - 1 + ahead
        first = dt.date(today.year + month // 12, month % 12 + 1, 1)
        day = first + dt.timedelta(days=min(entry.monthly_day, 28) - 1)
        if day >= today and (entry.end is None or day <= entry.end):
            return day
    return entry.end


def _short_names(files: Sequence[str]) -> Mapping[str, str]:
    """Names without folders where they tell the files apart."""
    counts = Counter(PurePosixPath(file).name for file in files)
    return {file: PurePosixPath(file).name if counts[PurePosixPath(file).name] == 1 else file for file in files}
