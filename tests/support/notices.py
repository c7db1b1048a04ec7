"""The samples of the notices, compared with what was planted in them."""

import csv
import subprocess
import sys
from pathlib import Path

from support.sample_runs import LEFT_OVER
from support.workspace import ROOT, digests, exported


def written_again(script: str, folder: Path) -> dict[str, str]:
    """Digests of what `samples/notices/<script>` writes into `folder`."""
    subprocess.run([sys.executable, ROOT / "samples" / "notices" / script, folder], check=True, capture_output=True)
    return digests(folder)


def committed(name: str) -> dict[str, str]:
    """Digests of the sample as it is kept, without what running it in place would have left."""
    found = digests(ROOT / "samples" / name)
    return {path: digest for path, digest in found.items() if not path.startswith(LEFT_OVER)}


def planted_lines(name: str, kind: str) -> list[dict[str, str]]:
    """Lines of the sample's 埋设清单.csv of one kind (判定, 问题, 重复, 文件)."""
    with (ROOT / "samples" / name / "埋设清单.csv").open(encoding="utf-8-sig", newline="") as file:
        return [line for line in csv.DictReader(file) if line["种类"] == kind]


def disagreements(workspace: Path, name: str) -> list[str]:
    """Planted households whose determination is another, or which are no case or two; by 镇街 and 户主姓名."""
    cases = {line["编号"]: (line["镇街"], line["户主姓名"]) for line in exported(workspace, "cases")}
    found: dict[tuple[str, str], list[tuple[str, str, str]]] = {}
    for line in exported(workspace, "determinations"):
        if line["分类"]:
            found.setdefault(cases[line["编号"]], []).append((line["分类"], line["阶段"], line["结果"]))
    wrong = []
    for line in planted_lines(name, "判定"):
        wanted = (line["应得分类"], line["应得阶段"], line["应得结果"])
        got = found.get((line["镇街"], line["户主姓名"]), [])
        if got != [wanted]:
            wrong.append(f"{line['镇街']} {line['埋设内容']}：应为{wanted}，实为{got}")
    return wrong
