"""`pack show --xlsx`: 规则校读.xlsx, a pack in words with its cases run now; what somebody typed into the last one stays."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.book_stamp import BookStamp
from rescue_cli.core.errors import InputError, OutputError
from rescue_cli.core.output_books import PROOF_BOOK
from rescue_cli.core.states import BookKind
from rescue_cli.pack import model as m
from rescue_cli.pack.load import catalogue_of, load_pack
from rescue_cli.pipeline.case_runs import Batch, default_day, run_batches
from rescue_cli.pipeline.outcomes import Outcome
from rescue_cli.pipeline.output_places import place_below, shown_path
from rescue_cli.pipeline.output_plan import OutputPlan
from rescue_cli.pipeline.pack_tests import case_results
from rescue_cli.report.proof_book import GONE, book_layouts, is_signature, opinions_in, proof_sheets, version_of
from rescue_cli.report.proof_cases import CaseRun, in_order, in_titles, rule_meant
from rescue_cli.report.proof_sheets import Opinion, ProofSheet
from rescue_cli.workbooks.reading.sheet import Sheet
from rescue_cli.workbooks.reading.stamped_sheets import taken_apart
from rescue_cli.workbooks.reading.workbook_reader import read_workbook
from rescue_cli.workbooks.writing.proof_stamp import PROOF_KIND, ProofMark, proof_mark, text_but_opinions
from rescue_cli.workbooks.writing.sheet_layout import BookLayout
from rescue_cli.workbooks.writing.workbook_writer import KIND_PROPERTY, write_workbook


def proof_read(name: str, own: Path | None, output: Path, inbox: Path | None = None) -> Outcome:
    """Write 规则校读.xlsx of the pack `name` under `output`. Cases that do not come out as expected are left for a person.

    Raises OutputError, and writes nothing, where the book of an earlier run is another pack's and holds opinions, was
    changed elsewhere than in the column for opinions, or cannot be read.
    """
    pack = load_pack(name, own=own)
    path = place_below(output, PROOF_BOOK, inbox)
    runs = case_runs(pack)
    sheets = proof_sheets(pack, runs, catalogue_of(pack), default_day(pack))
    layouts, gone = book_layouts(pack, sheets, opinions := _typed_before(path, pack, sheets))
    created = pack.head.date or dt.date(2000, 1, 1)
    stamp = BookStamp(BookKind.OTHER, path.stem, pack=pack.head.id)
    book = BookLayout(tuple(layouts), stamp, properties={KIND_PROPERTY: PROOF_KIND})
    with OutputPlan(output) as plan:
        write_workbook(plan.draft(path), book, created)
    wrong = [f"{run.case.id}：{'；'.join(run.wrong)}" for run in runs if run.wrong]
    typed = [opinion for opinion in opinions if not is_signature(opinion)]
    left = [f"{len(typed)}处校读意见还在 {PROOF_BOOK} 里，没有处理"] if typed else []
    left += [f"{gone}处意见或签名所说的，后来改了：见 {PROOF_BOOK} 的“{GONE}”"] if gone else []
    summary = {
        "方案包": name,
        "规则": len(pack.rules.rule),
        "推算": len(pack.rules.gather) + len(pack.rules.derive),
        "判例": len(runs),
        "判例不符": len(wrong),
        "校读意见": len(typed),
    }
    return Outcome("pack show", summary, (shown_path(path),), tuple([*wrong, *left]))


def case_runs(pack: m.Pack) -> list[CaseRun]:
    """Every case of the pack run now, in the order of the rules."""
    batches = run_batches(pack, pack.cases)
    wrong = {result.id: result.wrong for result in case_results(batches)}
    came = {case.id: entry for batch in batches for case, entry in _came(batch)}
    return in_order(
        [
            (case, rule_meant(case, came[case.id][0], pack), came[case.id][1], came[case.id][2], wrong[case.id])
            for case in pack.cases
        ],
        pack,
    )


def _came(batch: Batch) -> list[tuple[m.TestCase, tuple[str, tuple[str, ...], str]]]:
    """Case → the rule that decided, every rule met, and what came of it in words."""
    lines, tasks = batch.determinations.to_pylist(), batch.tasks.to_pylist()
    worlds, catalogue = batch.worlds.to_pylist(), catalogue_of(batch.pack)
    facts = {row[f.CASE]: row for row in batch.facts.to_pylist()}
    entries = []
    for case in batch.cases:
        own = [line for line in lines if line[f.CASE] == case.id]
        deciding = next((line[f.RULE] for line in own if line[f.GROUP] is not None), "")
        spoken = [
            *_decisions(own if case.expect.of_decision else []),
            *_worlds([world for world in worlds if world[f.CASE] == case.id]),
            *_tasks(case, [task for task in tasks if task[f.CASE] == case.id]),
            *_facts(case, facts.get(case.id, {})),
        ]
        codes = [finding.code for finding in batch.findings if finding.file == case.id]
        if codes or case.expect.findings is not None:
            spoken.append(f"问题：{in_titles(codes, catalogue)}")
        rules = tuple(dict.fromkeys(line[f.RULE] for line in own)) if case.expect.of_decision else ()
        entries.append((case, (deciding, rules, "\n".join(spoken))))
    return entries


def _decisions(lines: Sequence[dict[str, object]]) -> list[str]:
    spoken: list[str] = []
    for line in lines:
        if line[f.GROUP] is not None:
            missing = f"\n缺少：{'、'.join(line[f.MISSING])}" if line[f.MISSING] else ""  # type: ignore[arg-type]
            spoken.insert(
                0,
                f"{line[f.GROUP]} {line[f.OUTCOME]} {line[f.PHASE]}，按规则“{line[f.RULE]}”\n理由：{line[f.REASON]}{missing}",
            )
    beside = [str(line[f.OUTCOME]) for line in lines if line[f.GROUP] is None]
    return [*spoken, *([f"另有：{'、'.join(beside)}"] if beside else [])]


def _worlds(worlds: Sequence[dict[str, object]]) -> list[str]:
    return [f"各种答案：{'、'.join(str(world[f.OUTCOME]) for world in worlds)}"] if worlds else []


def _tasks(case: m.TestCase, tasks: Sequence[dict[str, object]]) -> list[str]:
    if case.expect.tasks is None:
        return []
    spoken = [
        f"{task[c.TASK]} {task[c.STATE]}{f'（应办日{task[c.DUE_DAY]}）' if task[c.DUE_DAY] else ''}" for task in tasks
    ]
    return [f"时限：{'、'.join(spoken) or '无'}"]


def _facts(case: m.TestCase, facts: dict[str, object]) -> list[str]:
    spoken = [f"{name} {'不明' if facts.get(name) is None else facts[name]}" for name in case.expect.facts]
    return [f"事实：{'、'.join(spoken)}"] if spoken else []


def _typed_before(path: Path, pack: m.Pack, sheets: Sequence[ProofSheet]) -> list[Opinion]:
    """Opinions in the book of an earlier run. Raises OutputError where it must not be written over."""
    if not path.is_file():
        return []
    try:
        earlier = taken_apart(read_workbook(path.read_bytes()))[1]
    except (InputError, OSError) as error:
        raise _kept(path, "读不出来，里面可能有校读意见。请关闭它；打不开的，移到别处，再运行") from error
    marks = [mark for sheet in earlier if (mark := proof_mark(sheet.rows)) is not None]
    opinions = [opinion for sheet in earlier for opinion in opinions_in(sheet.name, sheet.rows, sheets)]
    _refuse_others(path, pack, marks, opinions, earlier)
    return opinions


def _refuse_others(
    path: Path, pack: m.Pack, marks: Sequence[ProofMark], opinions: Sequence[Opinion], earlier: Sequence[Sheet]
) -> None:
    packs = {mark.pack for mark in marks}
    if packs != {pack.head.id} and opinions:
        other = "、".join(sorted(packs - {pack.head.id, ""})) or "别的方案包"
        raise _kept(path, f"是 {other} 的，里面有{len(opinions)}处校读意见。请移到别处，或用 -o 写到别的文件夹")
    text = "".join(part for sheet in earlier for part in text_but_opinions(sheet.rows))
    if {mark.version for mark in marks} != {version_of(text)} or len(marks) != len(earlier):
        raise _kept(path, "在“校读意见”以外的地方改过（或是别的表）。请移到别处，或用 -o 写到别的文件夹，再运行")


def _kept(path: Path, why: str) -> OutputError:
    return OutputError(f"没有覆盖 {shown_path(path)}：它{why}。")
