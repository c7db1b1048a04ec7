"""The READMEs say what is so: two commands set everything up, and every `rescue …` they name exists."""

import re
import shlex
import tomllib
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from rescue_cli.pack import model as m
from rescue_cli.pack.language.expansion import FUNCTIONS
from support.workspace import ROOT, rescue

READMES = ("README.md", "README.zh-CN.md")
DOCUMENTS = (*READMES, "CONTRIBUTING.md", "docs/操作手册.md", "docs/packs.md", "samples/README.md")
PACK_COMMANDS = ("list", "show", "check", "test")
# The guide's examples in their order; "part": keys of a file shown without the rest of it.
GUIDE_BLOCKS: tuple[tuple[type[m.Closed], str], ...] = (
    (m.Vocabulary, ""), (m.Categories, ""), (m.Categories, "part"), (m.PackHead, ""), (m.PackHead, "part"), (m.Standards, ""), (m.Form, ""),
    (m.Form, "part"), (m.Form, "part"), (m.Form, "part"), (m.Findings, ""), (m.Rules, ""), (m.Rules, ""), (m.Report, ""), (m.ReportSheet, "part"),
    (m.Report, "part"), (m.Handed, "sheet.handed"), (m.Report, "part"), (m.Report, "part"), (m.Report, ""), (m.Cases, ""),
)  # fmt: skip
GUIDED: tuple[type[m.Closed], ...] = (
    m.Standard, m.Parameter, m.Deadline, m.Survive, m.Compare, m.Column, m.Assume, m.FormCheck, m.CatalogueEntry, m.Gather, m.Derive, m.Rule, m.Remark,
    m.Report, m.ReportSheet, m.ReportColumn, m.FixedRow, m.Sample, m.Handed, m.Fill, m.Figure, m.LedgerCheck, m.SheetNote, m.TestCase, m.Expect,
)  # fmt: skip
NOT_YET = ("dispatch", "publish", "simulate")


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def blocks(text: str, *languages: str) -> list[str]:
    """Fenced blocks of the languages named."""
    found = re.findall(r"^```(\w*)\n(.*?)^```$", text, flags=re.M | re.S)
    return [body for language, body in found if language in languages]


def rescue_calls(text: str) -> set[str]:
    """Names of the commands called: in blocks, and in `inline code` that begins with rescue."""
    lines = [line for block in blocks(text, "sh", "bash", "bat") for line in block.splitlines()]
    lines += [code for code in re.findall(r"`([^`\n]+)`", text) if code.startswith("rescue ")]
    return {name for line in lines if (name := called(line))}


def called(line: str) -> str:
    """The command of one `rescue` line, "" where it calls something else; options before it are passed over."""
    words = shlex.split(line.split("#", maxsplit=1)[0].replace("\\", "/"))
    if not words or words[0].rsplit("/", 1)[-1] != "rescue":
        return ""
    rest = words[1:]
    while rest and rest[0].startswith("-"):
        rest = rest[2:] if rest[0] == "-C" else rest[1:]
    if not rest:
        return ""
    return " ".join(rest[:2]) if rest[0] == "pack" and len(rest) > 1 else rest[0]


@pytest.mark.parametrize("name", READMES)
def test_readme_names_the_two_commands_in_blocks(name: str) -> None:
    commands = [line for block in blocks(text_of(name), "sh") for line in block.splitlines()]
    assert "make demo" in commands
    assert "make test" in commands


def test_make_targets_named_exist() -> None:
    makefile = text_of("Makefile")
    named = {t for name in DOCUMENTS for t in re.findall(r"^make (\w+)$", text_of(name), flags=re.M)}
    assert named >= {"demo", "test"}
    assert {t for t in named if not re.search(rf"^{t}:", makefile, flags=re.M)} == set()


def test_both_readmes_name_the_same_commands() -> None:
    english, chinese = (rescue_calls(text_of(name)) for name in READMES)
    assert english == chinese
    assert {"init", "run", "explain", "pack list"} <= english


def test_every_command_named_exists() -> None:
    named = sorted(set().union(*(rescue_calls(text_of(name)) for name in DOCUMENTS)))
    failing = [command for command in named if rescue(*command.split(), "--help").returncode != 0]
    assert failing == []


@pytest.fixture(scope="module")
def run_in_order(tmp_path_factory: pytest.TempPathFactory) -> Callable[[tuple[str, ...]], list[str]]:
    """Commands run one after the other in an empty folder, and what failed; the same ones are run once."""

    @cache
    def failures(lines: tuple[str, ...]) -> list[str]:
        folder = tmp_path_factory.mktemp("readme")
        done = {line: rescue(*shlex.split(line)[1:], cwd=folder) for line in lines}
        return [f"{line}: {ended.stderr}" for line, ended in done.items() if ended.returncode not in (0, 1)]

    return failures


@pytest.mark.parametrize("name", READMES)
def test_commands_of_own_work_run_one_after_the_other(
    name: str, run_in_order: Callable[[tuple[str, ...]], list[str]]
) -> None:
    lines = [line for block in blocks(text_of(name), "sh") for line in block.splitlines()]
    lines = [line for line in lines if line.startswith("rescue ")]
    assert len(lines) >= 3
    assert run_in_order(tuple(lines)) == []


def test_commands_of_later_issues_are_not_documented_as_existing() -> None:
    named = set().union(*(rescue_calls(text_of(name)) for name in DOCUMENTS))
    assert named & set(NOT_YET) == set()


@pytest.mark.parametrize("name", DOCUMENTS)
def test_links_to_files_lead_somewhere(name: str) -> None:
    targets = re.findall(r"\]\(([^)#:]+)\)", text_of(name))
    assert [target for target in targets if not ((ROOT / name).parent / target).exists()] == []


def test_documents_hold_no_path_of_a_machine() -> None:
    for name in (*DOCUMENTS, "Makefile", ".ci/run"):
        assert not re.search(r"/(work|home|root|Users)/", text_of(name)), name


def test_examples_of_the_pack_guide_are_valid() -> None:
    examples = blocks(text_of("docs/packs.md"), "toml")
    assert len(examples) == len(GUIDE_BLOCKS)
    for (kind, shown), example in zip(GUIDE_BLOCKS, examples, strict=True):
        assert faults(kind, tomllib.loads(example), shown) == []


def faults(kind: type[m.Closed], data: dict[str, Any], shown: str) -> list[str]:
    """What is wrong with an example; a part may lack what the rest of its file says."""
    for key in shown.split(".") if "." in shown else ():
        data = data[key]
    try:
        kind.model_validate(data)
    except ValidationError as error:
        told = [(fault["type"], f"{fault['loc']}: {fault['msg']}") for fault in error.errors()]
        return [text for type_, text in told if not (shown == "part" and type_ == "missing")]
    return []


def test_the_pack_guide_names_every_function_and_every_key() -> None:
    guide = text_of("docs/packs.md")
    assert [name for name in FUNCTIONS if f"{name}(" not in guide] == []
    keys = {field.alias or name for model in GUIDED for name, field in model.model_fields.items()}
    assert sorted(key for key in keys if not re.search(rf"(?<!\w){key}(?!\w)", guide)) == []


def test_licence_is_whole() -> None:
    licence = text_of("LICENSE")
    assert "Apache License" in licence
    assert "END OF TERMS AND CONDITIONS" in licence


def test_the_reader_of_this_test_sees_wrong_commands() -> None:
    assert called(".venv/bin/rescue -C demo/x explain 1") == "explain"
    assert called("rescue pack show x --resolved") == "pack show"
    assert called("make demo") == ""
    assert rescue_calls("```sh\nrescue nonsense\n```\n`rescue run`") == {"nonsense", "run"}
    assert Path(ROOT, "README.md").is_file()
