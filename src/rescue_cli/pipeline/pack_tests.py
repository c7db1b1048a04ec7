"""`pack test`: the cases of a pack, run through check, settle and judge as real rows would be; and what none reaches."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rescue_cli.core import fields as f
from rescue_cli.pack import model as m
from rescue_cli.pack.load import load_pack
from rescue_cli.pipeline.case_differences import differences
from rescue_cli.pipeline.case_reach import unreached
from rescue_cli.pipeline.case_runs import Batch, run_batches
from rescue_cli.pipeline.outcomes import Outcome


@dataclass(frozen=True)
class CaseResult:
    """`wrong`: what differs from the expectation, one sentence each."""

    id: str
    wrong: tuple[str, ...]


def test_pack(name: str, own: Path | None) -> Outcome:
    """Run every case; what is wrong, and what no case reaches, is left for a person. `own`: the folder of the user's own
    packs."""
    pack = load_pack(name, own=own)
    batches = run_batches(pack, pack.cases)
    results = case_results(batches)
    wrong = [f"{result.id}：{'；'.join(result.wrong)}" for result in results if result.wrong]
    missing = unreached(pack, batches)
    summary = {
        "方案包": name,
        "判例": len(results),
        "通过": len(results) - len(wrong),
        "不符": len(wrong),
        "规则": len(pack.rules.rule),
        "检查": sum(len(form.check) for form in pack.forms.values()),
        "缺判例": len(missing),
    }
    return Outcome("pack test", summary, left=(*wrong, *missing))


def run_cases(pack: m.Pack, cases: Sequence[m.TestCase] | None = None) -> list[CaseResult]:
    """Results in the order of the cases."""
    chosen = list(pack.cases if cases is None else cases)
    results = {result.id: result for result in case_results(run_batches(pack, chosen))}
    return [results[case.id] for case in chosen]


def case_results(batches: Sequence[Batch]) -> list[CaseResult]:
    """Results batch by batch."""
    return [result for batch in batches for result in _results(batch)]


def _results(batch: Batch) -> list[CaseResult]:
    lines = batch.determinations.to_pylist()
    tasks, worlds = batch.tasks.to_pylist(), batch.worlds.to_pylist()
    facts = {row[f.CASE]: row for row in batch.facts.to_pylist()}
    return [
        CaseResult(
            case.id,
            differences(
                case.expect,
                [line for line in lines if line[f.CASE] == case.id],
                [task for task in tasks if task[f.CASE] == case.id],
                [finding.code for finding in batch.findings if finding.file == case.id],
                facts.get(case.id, {}),
                [world for world in worlds if world[f.CASE] == case.id],
            ),
        )
        for case in batch.cases
    ]
