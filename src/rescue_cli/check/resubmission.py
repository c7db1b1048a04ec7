"""Two files that look like one roster and its corrected version. Files add up, so both count until a person says otherwise:
here the replacement is only proposed."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import PurePosixPath

import pyarrow as pa
import pyarrow.compute as pc

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.findings import Finding
from rescue_cli.pack.model import Pack
from rescue_cli.values.period_named import period_of, periods_differ
from rescue_cli.workbooks.marking.fault_marks import is_reason_head

MOST_FILES = 60  # of one form and sender that name the same household
_CORRECTION, _FINAL = 50, 99
FEWEST = 3  # households in common; fewer may be chance
OF_SMALLER, OF_LARGER = 0.6, 0.4  # how much of each file's households the two must share
_CORRECTED = re.compile(r"更正|改正|修改|修订|订正|补正|最新|新版|重报|再报")
_LAST = re.compile(r"最终|终稿|定稿")
_NUMBERED = re.compile(r"(?:第)?([二三四五2-5])次|[(（]([1-9])[)）]|[vV]([2-9])|(?<![\d年月日.-])([1-9])$")
SAME_HEADS = 0.8  # of two lists nobody knows the kind of, so many headings are in common
EVENT_DAYS = (f.VISIT_DATE, f.RESULT_DATE, f.ANSWER_DATE)  # a household met on another day is not the same row again
Group = tuple[str, str, str, bool]  # 镇街, 表种, 名单日期, whether its rows are persons


@dataclass(frozen=True)
class Proposal:
    """File `new` looks like the corrected `old`: `shared` of their households bear the same names."""

    old: str
    new: str
    township: str
    forms: tuple[str, ...]
    old_count: int
    new_count: int
    shared: int
    guessed: bool = False  # nothing but their names and faults says which came first

    @property
    def turned(self) -> "Proposal":
        """The same pair, the other file taken for the first."""
        return replace(self, old=self.new, new=self.old, old_count=self.new_count, new_count=self.old_count)

    def finding(self, code: str = "CHECK-FILE-CORRECTED", **more: str) -> Finding:
        """With the lines that make the replacement, ready to be copied into rescue.toml."""
        facts = {
            "表种": "、".join(self.forms),
            "原户数": str(self.old_count),
            "新户数": str(self.new_count),
            "相同户数": str(self.shared),
            "镇街": self.township,
            **more,
            "写法": f'[[replace]] old = "{self.old}" new = "{self.new}"',
        }
        return Finding(code, self.old, township=self.township, value=self.new, facts=facts)


def propose_replacements(
    mentions: pa.Table, columns: pa.Table, faults: Mapping[str, int], pack: Pack, earlier: Collection[str] = ()
) -> list[Proposal]:
    """Every pair of files, one of which holds nearly the same households of the same forms and township.

    `faults`: file → findings in it; `earlier`: files an earlier run read already. Which of the two is the later one is a guess (not read before, a file of ours that came back, a name
    that says so, fewer faults, the later name), and shown as one. Lists of different days or months, households and their
    people, visits of different days are no versions of one another; nor are two lists that fit the generic forms, unless
    their headings are the same: one may be a list of results.
    """
    if len(mentions[f.SOURCE_FILE].unique()) < 2:
        return []
    groups = _households(mentions, pack)
    files: dict[str, set[Group]] = defaultdict(set)
    for group, held in groups.items():
        for file in held:
            files[file].add(group)
    came_back, heads = _came_back(columns), _headings(columns)
    proposals = []
    for pair in sorted({pair for held in groups.values() for pair in _sharing(held)}):
        old, new = sorted(
            pair, key=lambda file: (file not in earlier, _newness(file, file in came_back, faults.get(file, 0)))
        )
        generic = any(pack.forms[form].generic for _, form, _, _ in files[old])
        if periods_differ(period_of(old), period_of(new)) or (generic and not _same_heads(heads[old], heads[new])):
            continue
        if files[old] <= files[new] and all(_alike(groups[group][old], groups[group][new]) for group in files[old]):
            proposal = _proposal(old, new, files[old], groups)
            guessed = (old in earlier) == (new in earlier) and new not in came_back and _version(old) == _version(new)
            proposals.append(replace(proposal, guessed=guessed))
    return proposals


def _sharing(held: Mapping[str, Counter[str]]) -> Iterator[tuple[str, str]]:
    """Pairs of files with a household of the same name; a name of very many files says nothing of two of them. Of five
    thousand files not every pair is looked at."""
    files_of: dict[str, list[str]] = defaultdict(list)
    for file in sorted(held):
        for name in held[file]:
            files_of[name].append(file)
    for files in files_of.values():
        if len(files) <= MOST_FILES:
            yield from combinations(files, 2)


def without_detours(proposals: Sequence[Proposal]) -> list[Proposal]:
    """Of six versions of one roster not fifteen pairs but five, each with the last: a pair is left out where both of its
    files are paired with a later third."""
    later: dict[str, set[str]] = defaultdict(set)
    for proposal in proposals:
        later[proposal.old].add(proposal.new)
    return [proposal for proposal in proposals if not later[proposal.old] & later[proposal.new]]


def _came_back(columns: pa.Table) -> set[str]:
    """Files with a column of ours that says what is wrong: copies we sent back."""
    headings = columns.select([f.SOURCE_FILE, c.HEADING]).to_pylist()
    return {row[f.SOURCE_FILE] for row in headings if is_reason_head(row[c.HEADING] or "")}


def _headings(columns: pa.Table) -> dict[str, set[str]]:
    """File → its headings, but for those we add to what we send back."""
    heads: dict[str, set[str]] = defaultdict(set)
    for row in columns.select([f.SOURCE_FILE, c.HEADING]).to_pylist():
        heading = "".join((row[c.HEADING] or "").split())
        if heading and not is_reason_head(heading):
            heads[row[f.SOURCE_FILE]].add(heading)
    return heads


def _same_heads(old: set[str], new: set[str]) -> bool:
    return len(old & new) >= SAME_HEADS * len(old | new)


def _households(mentions: pa.Table, pack: Pack) -> dict[Group, dict[str, Counter[str]]]:
    """(township, form, day of the list, whether rows are persons) → file → names of households, of events with the day."""
    groups: dict[Group, dict[str, Counter[str]]] = defaultdict(lambda: defaultdict(Counter))
    dated = {name for name, form in pack.forms.items() if form.role in ("reference", "check") or form.generic}
    rosters = {name for name, form in pack.forms.items() if form.role == "roster"}
    mentions = mentions.filter(pc.is_null(mentions[f.MEMBER]))
    names = (f.SOURCE_FILE, f.FORM, f.TOWNSHIP, f.HEAD_NAME, f.NAME, f.FIRST_ROW, f.LIST_DATE, *EVENT_DAYS)
    columns = [
        mentions[name].to_pylist() if name in mentions.column_names else [None] * mentions.num_rows for name in names
    ]
    for file, form, township, head, own, first, listed, *days in zip(*columns, strict=True):
        if head or own:
            day = str(listed or "") if form in dated else ""
            event = "" if form in rosters else "".join(str(day) for day in days if day)
            groups[township or "", form, day, first is not None][file][f"{head or own}{event}"] += 1
    return groups


def _shared(old: Counter[str], new: Counter[str]) -> int:
    return sum(min(old[name], new[name]) for name in old.keys() & new.keys())


def _alike(old: Counter[str], new: Counter[str]) -> bool:
    shared = _shared(old, new)
    sizes = sorted((old.total(), new.total()))
    return shared >= FEWEST and shared >= OF_SMALLER * sizes[0] and shared >= OF_LARGER * sizes[1]


def _newness(file: str, came_back: bool, faults: int) -> tuple[bool, int, int, str]:
    return came_back, _version(file), -faults, file


def _version(file: str) -> int:
    """Which version of it a file's name says it is; 0 where it says nothing of it.

    >>> [_version(f"兴泾镇/名册{part}.xlsx") for part in ("", "2", "（二次）", "（三次）", "（更正）", "最终版", "2019")]
    [0, 2, 2, 3, 50, 99, 0]
    """
    stem = PurePosixPath(file).stem
    if _LAST.search(stem):
        return _FINAL
    numbered = next((number for number in _NUMBERED.findall(stem)), None)
    written = next((part for part in numbered if part), "") if numbered else ""
    own = int(written) if written.isdigit() else "一二三四五".find(written) + 1 if written else 0
    return _CORRECTION + own if _CORRECTED.search(stem) else own


def _proposal(
    old: str, new: str, held: Iterable[Group], groups: Mapping[Group, Mapping[str, Counter[str]]]
) -> Proposal:
    of_old = [groups[group][old] for group in sorted(held)]
    of_new = [groups[group][new] for group in sorted(held)]
    townships = {group[0] for group in held}
    return Proposal(
        old,
        new,
        townships.pop() if len(townships) == 1 else "",
        tuple(sorted({group[1] for group in held})),
        sum(count.total() for count in of_old),
        sum(count.total() for count in of_new),
        sum(_shared(a, b) for a, b in zip(of_old, of_new, strict=True)),
    )
