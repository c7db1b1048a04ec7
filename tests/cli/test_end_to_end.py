"""The whole job on the sample, as a clerk runs it: `python -m rescue_cli`, files in, files out."""

import json
import re
import shutil
import subprocess
import sys
import unicodedata
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from rescue_cli.core.fields import GROUPS
from support.sample_runs import RunOf
from support.workspace import ROOT, SAMPLE, copy_sample, digests, exported, planted, rescue, rescue_anew

OUTPUTS = (
    "合并名册.xlsx",
    "疑似重复.xlsx",
    "校验/校验汇总.xlsx",
    "台账/新增救助群体台账.xlsx",
    "台账/救助观察群体台账.xlsx",
    "台账/待核实名单.xlsx",
    "台账/不予列入名单.xlsx",
)


@dataclass(frozen=True)
class Ran:
    """A workspace after `rescue run`, what the command said, and where every source row went."""

    workspace: Path
    done: subprocess.CompletedProcess[str]
    case_of: dict[tuple[str, str, str], str]
    decided: dict[str, dict[str, str]]
    codes_at: set[tuple[str, str, str, str]]


@pytest.fixture(scope="module")
def ran(sample_run: RunOf) -> Ran:
    shared = sample_run("西夏区")
    workspace, done = shared.workspace, shared.done
    assert done.returncode == 1, done.stdout + done.stderr
    clusters = exported(workspace, "clusters")
    return Ran(
        workspace,
        done,
        {(row["来源文件"], row["工作表"], row["行号"]): row["编号"] for row in clusters},
        {row["编号"]: row for row in exported(workspace, "determinations") if row["分类"]},
        {(r["来源文件"], r["工作表"], r["行号"], r["代码"]) for r in exported(workspace, "findings")},
    )


def place(line: dict[str, str]) -> tuple[str, str, str]:
    return (line["来源文件"], line["工作表"], line["行号"])


def said(line: dict[str, str]) -> str:
    return f"{line['来源文件']} 第{line['行号']}行 {line['户主姓名']}（{line['埋设内容']}）"


# --- what is written ------------------------------------------------------------------------------------------------


def test_run_leaves_work_for_a_person_and_writes_every_workbook(ran: Ran) -> None:
    written = digests(ran.workspace / "输出")
    assert set(OUTPUTS) <= set(written)
    assert any(name.startswith("报表/") for name in written)
    assert all(part in ran.done.stdout for part in ("已取", "已并", "拒收", "非数据", "平")), "the balance"


@pytest.mark.parametrize("readme", ["README.md", "README.zh-CN.md"])
def test_readmes_show_the_households_of_this_run(ran: Ran, readme: str) -> None:
    shown = {" ".join(line.split()) for line in ran.done.stdout.splitlines()}
    lines = [" ".join(line.split()) for line in (ROOT / readme).read_text(encoding="utf-8").splitlines()]
    figures = [line for line in lines if line.split(" ")[0] in GROUPS or line.startswith(("收件文件 ", "平账"))]
    assert len(figures) == len(GROUPS) + 2
    assert set(figures) <= shown


def test_inbox_is_not_touched(ran: Ran) -> None:
    assert digests(ran.workspace / "收件") == digests(SAMPLE / "收件")


def test_output_fits_80_columns(ran: Ran) -> None:
    widths = [
        sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in line) for line in ran.done.stdout.splitlines()
    ]
    assert max(widths) <= 80


def test_the_screen_stands_in_one_window_what_is_left_to_do_last(ran: Ran) -> None:
    lines = [*ran.done.stdout.splitlines(), *ran.done.stderr.splitlines()]
    assert len(lines) < 24
    assert "还需要您处理：" in lines[-10:]
    assert "逐个列出" in ran.done.stdout


def test_every_file_and_all_that_is_left_are_listed_when_asked(again: Path) -> None:
    short, whole = rescue("-C", again, "run").stdout, rescue("-C", again, "run", "-v").stdout
    assert "输出/文书/通报.docx" in "".join(whole.split())
    assert "表内9" in whole
    assert len(whole.splitlines()) > 40
    left = [line for line in whole.split("还需要您处理：")[1].splitlines() if line.strip()]
    (more,) = re.findall(r"……另有(\d+)条", short)
    assert all(
        line in left for line in short.split("还需要您处理：")[1].splitlines() if line.strip() and "……" not in line
    )
    assert int(more) > 0


def test_nothing_personal_on_the_screen(ran: Ran) -> None:
    shown = ran.done.stdout + ran.done.stderr
    assert "990101" not in shown
    assert [
        line["户主姓名"] for line in planted("判定") if len(line["户主姓名"]) > 2 and line["户主姓名"] in shown
    ] == []


def test_balance_closes_for_every_file(ran: Ran) -> None:
    balance = exported(ran.workspace, "balance")
    assert len(balance) > 20
    for row in balance:
        counted = sum(int(row[name]) for name in ("已取", "已并", "拒收", "不归户", "待定", "外区", "非数据"))
        assert (int(row["行数"]), row["差"]) == (counted, "0"), row["来源文件"]


# --- same input, same output ----------------------------------------------------------------------------------------


@pytest.fixture
def again(sample_run: RunOf, tmp_path: Path) -> Path:
    """The workspace after the run, for a command that goes on from here."""
    return sample_run("西夏区").copied(tmp_path)


def test_second_run_gives_the_same_bytes(ran: Ran, again: Path) -> None:
    record = (again / "裁定.jsonl").read_bytes()
    shutil.rmtree(again / "输出")
    shutil.rmtree(again / ".rescue")
    assert rescue("-C", again, "run").returncode == 1  # this process hashes words in another order than the first run's
    assert digests(again / "输出") == digests(ran.workspace / "输出")
    assert (again / "裁定.jsonl").read_bytes() == record


def test_order_of_arrival_does_not_matter(ran: Ran, tmp_path: Path) -> None:
    """The same files written in the opposite order into a workspace of another name."""
    workspace = tmp_path / "另一处"
    workspace.mkdir()
    shutil.copy(SAMPLE / "rescue.toml", workspace)
    for source in sorted((SAMPLE / "收件").rglob("*.*"), reverse=True):
        target = workspace / source.relative_to(SAMPLE)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, target)
    assert rescue_anew("-C", workspace, "run").returncode == 1
    assert digests(workspace / "输出") == digests(ran.workspace / "输出")


# --- what was planted -----------------------------------------------------------------------------------------------


def test_every_planted_household_is_decided_as_the_notice_says(ran: Ran) -> None:
    wrong = []
    for line in planted("判定"):
        row = ran.decided[ran.case_of[place(line)]]
        got = (row["分类"], row["阶段"], row["结果"])
        if got != (line["应得分类"], line["应得阶段"], line["应得结果"]):
            wrong.append(f"{said(line)}: {got}")
    assert wrong == []


def test_missing_facts_are_named(ran: Ran) -> None:
    words = {"收入": ("人均月收入", "家庭年收入"), "在保人员须复核": ("单人户施保", "人均月收入")}
    for line in planted("判定"):
        fact = line["说明"].removeprefix("缺少：")
        if fact:
            missing = ran.decided[ran.case_of[place(line)]]["缺少"]
            assert any(word in missing for word in words.get(fact, (fact,))), f"{said(line)}: {missing}"


def test_planted_faults_are_found_where_they_are(ran: Ran) -> None:
    lines = [line for kind in ("问题", "判定", "重复") for line in planted(kind) if line["应得代码"]]
    rows_with = {(file, row, code) for file, _, row, code in ran.codes_at}
    unseen = []
    for line in lines:
        file, _, row = place(line)
        if (file, row, line["应得代码"]) not in rows_with and not line["应得代码"].startswith("CHECK-RESULT"):
            unseen.append(f"{said(line)}: {line['应得代码']}")
    assert unseen == []


def test_results_out_of_order_are_found(ran: Ran) -> None:
    codes = Counter(code for _, _, _, code in ran.codes_at)
    assert codes["CHECK-RESULT-NO-REASON"] == 2
    assert codes["CHECK-RESULT-OUTSIDE"] == 2


def test_planted_duplicates_become_one_household_and_look_alikes_do_not(ran: Ran) -> None:
    by_name: dict[str, set[str]] = {}
    for line in planted("判定"):
        by_name.setdefault(line["户主姓名"], set()).add(ran.case_of[place(line)])
    for line in planted("重复"):
        case = ran.case_of[place(line)]
        if line["说明"].startswith("同一户"):
            assert by_name[line["户主姓名"]] == {case}, said(line)
        elif "同名" in line["埋设内容"]:
            assert len(by_name[line["户主姓名"]]) == 2, said(line)
        else:
            other = line["说明"].rsplit("为", 1)[1]
            assert case not in by_name[other], said(line)


def test_exact_copy_is_read_once(ran: Ran) -> None:
    [copy] = planted("文件")
    states = {row["来源文件"]: row["状态"] for row in exported(ran.workspace, "files")}
    assert states[copy["来源文件"]] == "重复"
    assert not any(file == copy["来源文件"] for file, _, _ in ran.case_of)


# --- tables and explanations ----------------------------------------------------------------------------------------


def test_exactly_one_line_a_case_has_a_group(ran: Ran) -> None:
    rows = exported(ran.workspace, "determinations")
    cases = [row["编号"] for row in exported(ran.workspace, "cases")]
    grouped = Counter(row["编号"] for row in rows if row["分类"])
    assert len(cases) == len(set(cases))
    assert grouped == Counter(cases)
    assert {row["分类"] for row in rows if row["分类"]} == set(GROUPS)
    assert all(row["理由"] and row["依据"] for row in rows)


def test_every_row_named_in_clusters_is_a_mention(ran: Ran) -> None:
    mentions = [place(row) for row in exported(ran.workspace, "mentions")]
    assert Counter(mentions) == Counter(list(ran.case_of))
    data = [place(row) for row in exported(ran.workspace, "rows") if row["类别"] == "数据"]
    assert sorted(data) == sorted(mentions)


def test_json_is_one_object_on_stdout(again: Path) -> None:
    done = rescue("-C", again, "run", "--json")
    assert done.returncode == 1, done.stderr
    told = json.loads(done.stdout)
    assert {"version", "command", "exit_code", "summary", "outputs"} <= set(told)
    assert (told["command"], told["exit_code"]) == ("run", 1)
    failed = rescue("-C", again / "没有这个文件夹", "run", "--json")
    assert failed.returncode == 2
    assert isinstance(json.loads(failed.stdout), dict)


def test_explain_shows_figures_clause_and_source(ran: Ran) -> None:
    line = next(line for line in planted("判定") if line["埋设内容"] == "高于2倍43元，有困难")
    done = rescue("-C", ran.workspace, "explain", ran.case_of[place(line)])
    assert done.returncode == 0, done.stderr
    text = "".join(done.stdout.split())
    for part in ("43.00", "1240", "三（", line["来源文件"].rsplit("/", 1)[-1]):
        assert part in text, part


def test_explain_takes_a_name_or_an_id_number(ran: Ran) -> None:
    lines = rescue("-C", ran.workspace, "export", "persons", "--format", "jsonl").stdout.splitlines()
    people = [json.loads(line) for line in lines]
    one = next(person for person in people if person["身份证号"])
    assert one["编号"] in rescue("-C", ran.workspace, "explain", one["身份证号"]).stdout
    cases: dict[str, set[str]] = {}
    for person in people:
        cases.setdefault(person["姓名"], set()).add(person["编号"])
    several = next((name for name, numbers in cases.items() if name and len(numbers) > 1), None)
    if several is not None:
        done = rescue("-C", ran.workspace, "explain", several)
        assert done.returncode == 2
        assert all(case in "".join(done.stderr.split()) for case in cases[several])


def test_explain_of_an_unknown_number_is_a_sentence(ran: Ran) -> None:
    done = rescue("-C", ran.workspace, "explain", "640105-99999")
    assert done.returncode == 2
    assert "Traceback" not in done.stdout + done.stderr


# --- files that cannot be read --------------------------------------------------------------------------------------


def encrypted(xls: bytes) -> bytes:
    """A workbook whose stream is named as in a file with a password (MS-OFFCRYPTO: EncryptedPackage)."""
    at = xls.index("Workbook\0".encode("utf-16-le"))
    name = "EncryptedPackage\0".encode("utf-16-le")
    return xls[:at] + name.ljust(64, b"\0") + len(name).to_bytes(2, "little") + xls[at + 66 :]


def bad_files() -> dict[str, bytes]:
    whole = (SAMPLE / "收件" / "西花园路街道" / "困难家庭名册.xlsx").read_bytes()
    xls = (SAMPLE / "收件" / "镇北堡镇" / "特困对象.xls").read_bytes()
    return {
        "空文件.xlsx": b"",
        "加密.xlsx": encrypted(xls),
        "截断.xlsx": whole[: len(whole) // 2],
        "通知.xlsx": b"%PDF-1.7\n1 0 obj\n",
        "照片.xls": b"\xff\xd8\xff\xe0" + bytes(range(256)) * 4,
    }


def test_each_bad_file_is_one_sentence_and_the_rest_goes_on(ran: Ran, tmp_path: Path) -> None:
    workspace = copy_sample(tmp_path / "坏文件")
    for name, data in bad_files().items():
        (workspace / "收件" / "坏" / name).parent.mkdir(exist_ok=True)
        (workspace / "收件" / "坏" / name).write_bytes(data)
    done = rescue("-C", workspace, "run", "-v")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    states = {row["来源文件"]: (row["状态"], row["说明"]) for row in exported(workspace, "files")}
    for name in bad_files():
        state, sentence = states[f"坏/{name}"]
        assert (state, bool(sentence)) == ("不能读", True), name
        assert name in done.stdout + done.stderr, name
    assert Counter(r["分类"] for r in exported(workspace, "determinations")) == Counter(
        r["分类"] for r in exported(ran.workspace, "determinations")
    )


# --- the other commands ---------------------------------------------------------------------------------------------


def test_new_workspace_runs_empty_and_is_not_overwritten(tmp_path: Path) -> None:
    workspace = tmp_path / "我的排查"
    assert rescue("init", workspace, "--pack", "xixia-2019").returncode == 0
    assert (workspace / "收件").is_dir()
    assert rescue("init", workspace, "--pack", "xixia-2019").returncode == 2
    assert rescue("-C", workspace, "template").returncode == 0
    blank = digests(workspace / "输出" / "空白表")
    assert "困难家庭名册.xlsx" in blank
    assert rescue("-C", workspace, "run").returncode in (0, 1)


def test_export_before_any_run_says_so(tmp_path: Path) -> None:
    workspace = copy_sample(tmp_path / "新")
    done = rescue("-C", workspace, "export", "cases", "--format", "csv")
    assert done.returncode == 2
    assert "run" in done.stderr


def test_ad_hoc_files_leave_the_record_alone(again: Path, tmp_path: Path) -> None:
    record = (again / "裁定.jsonl").read_bytes()
    roster = again / "收件" / "西花园路街道" / "困难家庭名册.xlsx"
    done = rescue("-C", again, "validate", roster, "-o", tmp_path / "查")
    assert done.returncode in (0, 1), done.stderr
    assert (tmp_path / "查" / "校验" / "校验汇总.xlsx").is_file()
    assert (again / "裁定.jsonl").read_bytes() == record


def test_monthly_report_names_its_month(again: Path, tmp_path: Path) -> None:
    done = rescue("-C", again, "report", "--month", "2019-07", "-o", tmp_path / "月报")
    assert done.returncode in (0, 1), done.stderr
    assert any("2019年7月" in name for name in digests(tmp_path / "月报"))


def test_pack_commands() -> None:
    assert "xixia-2019" in rescue("pack", "list").stdout
    for command in (("check",), ("test",), ("show",), ("show", "--resolved")):
        done = rescue("pack", command[0], "xixia-2019", *command[1:])
        assert done.returncode == 0, done.stdout + done.stderr


def test_help_loads_neither_pandas_nor_duckdb() -> None:
    script = (
        "import sys\nfrom rescue_cli.cli.app import main\nsys.argv = ['rescue', '--help']\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print([m for m in ('pandas', 'duckdb', 'pydantic') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=True)
    assert done.stdout.rstrip().endswith("[]")
