"""`pack list`, `pack show`, `pack check`."""

import json
from pathlib import Path
from typing import Any

from rescue_cli.core.errors import PackError
from rescue_cli.core.workspace_folders import OWN_PACKS
from rescue_cli.pack.load import available_packs, load_pack, not_packs
from rescue_cli.pack.model import Pack
from rescue_cli.pipeline.outcomes import Outcome
from rescue_cli.pipeline.skeleton_words import unfilled_words


def list_packs(own: Path | None = None) -> Outcome:
    """Every pack with its title, the shipped ones and those of the folder `own`; what is wrong there, or no pack, is left
    for a person."""
    lines, wrong = [], []
    for name in available_packs(own=own):
        try:
            head = load_pack(name, own=own).head
        except PackError as error:
            wrong.append(f"{name} 有{len(error.problems)}处错误：请运行 rescue pack check {name}")
            continue
        lines.append({"方案包": name, "标题": head.title, "发文": head.issuer, "上级": head.parent or ""})
    wrong += [f"{OWN_PACKS}/{name} 不是方案包（里面没有 pack.toml），不会读" for name in not_packs(own)]
    return Outcome("pack list", {"方案包": lines}, left=tuple(wrong))


def show_pack(name: str, own: Path | None = None, *, resolved: bool = False, words: bool = False) -> Outcome:
    """An overview of a pack; `resolved`: the whole of what will run, parent folded in, with its digest; `words`: the
    fields and code lists its forms, rules and reports may name."""
    pack = load_pack(name, own=own)
    if words:
        return Outcome("pack show", {"方案包": name, "字段": _fields(pack), "代码表": _codes(pack)})
    return Outcome("pack show", _whole(pack) if resolved else _overview(pack))


def check_pack(name: str, own: Path | None = None) -> Outcome:
    """Load a pack; PackError names everything wrong with it. Words of the skeleton left in one of the user's own are
    remarked: it checks and runs with them."""
    pack = load_pack(name, own=own)
    notes = tuple(unfilled_words(own / name)) if own is not None else ()
    counts = {
        "字段": len(pack.vocabulary),
        "表": len(pack.forms),
        "规则": len(pack.rules.rule),
        "报表": len(pack.reports),
        "判例": len(pack.cases),
    }
    return Outcome("pack check", {"方案包": name, "摘要": pack.digest, **counts}, notes=notes)


def _overview(pack: Pack) -> dict[str, Any]:
    head = pack.head
    return {
        "方案包": head.id,
        "标题": head.title,
        "发文": head.issuer,
        "上级": head.parent or "",
        "期间": f"{head.period.start}—{head.period.end}" if head.period else "",
        "摘要": pack.digest,
        "标准": [_standard(entry) for entry in pack.standards],
        "参数": [{"名称": p.name, "值": str(p.value), "依据": p.clause, "说明": p.note} for p in pack.parameters],
        "表": [{"表": stem, "依据": form.clause} for stem, form in pack.forms.items()],
        "规则": [
            {"规则": rule.id, "结果": rule.outcome, "分类": rule.group or "（另列）", "依据": rule.basis.clause}
            for rule in pack.rules.rule
        ],
        "报表": [{"报表": stem, "文件": report.file, "依据": report.clause} for stem, report in pack.reports.items()],
        "时限": [{"事项": d.title, "日期": d.when, "依据": d.clause} for d in head.deadline],
        "说明": list(head.notes),
    }


def _fields(pack: Pack) -> list[dict[str, str]]:
    return [
        {
            "字段": entry.name,
            "类型": entry.type,
            "来历": "表里填" if entry.kind == "input" else "推算",
            "单位": entry.unit,
            "代码表": entry.codes or "",
            "别的写法": "、".join(entry.aliases[:3]),
        }
        for entry in pack.vocabulary.values()
    ]


def _codes(pack: Pack) -> list[dict[str, str]]:
    return [{"代码表": name, "值": "、".join(item.value for item in codes.item)} for name, codes in pack.codes.items()]


def _standard(entry: Any) -> dict[str, str]:
    return {
        "标准": f"{entry.area or '城乡'}{entry.name}",
        "数额": "未定" if entry.amount is None else f"{entry.amount}{entry.unit}",
        "自": entry.start.isoformat(),
        "来源": entry.source,
    }


def _whole(pack: Pack) -> dict[str, Any]:
    whole: dict[str, Any] = json.loads(pack.model_dump_json(by_alias=True, exclude_defaults=True))
    return whole
