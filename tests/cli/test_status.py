"""`rescue status` and the page: what to do next, who has not sent, what changed; at once where nothing moved."""

import json
import os
import re
import shutil
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote

import pytest

from rescue_cli.core.workspace_folders import CACHE
from support.browser import CHROMIUM, OWN_SCHEMES, browser_page
from support.mentions import citizen
from support.workbooks import xlsx
from support.workspace import digests, rescue

HEADS = ["镇街", "户主姓名", "身份证号", "详细住址", "家庭人口", "家庭年收入", "家庭困难类别", "财产符合规定", "城乡"]
ROSTER = "兴泾镇/困难家庭名册.xlsx"
SETTINGS = 'pack = "xixia-2019"\nas_of = 2019-05-03\n[townships."<u>镇"]\nvillages = ["一村"]\n'
NAMES = ("示范甲", "示范乙", "示范丙")
SCREEN = 24


class _Links(HTMLParser):
    """Where a page leads, what it loads, and its headings' ids."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.hrefs: list[str] = []
        self.loaded: list[str] = []
        self.ids: set[str] = set()
        self.tags: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attributes:
            if name == "href" and value:
                self.hrefs.append(value)
            elif name == "src" and value:
                self.loaded.append(value)
            elif name == "id" and value:
                self.ids.add(value)


def send(folder: Path, *names: str, file: str = ROSTER) -> None:
    path = folder / "收件" / file
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = [
        ["兴泾镇", name, citizen(n), f"泾华村{n}组{n}号", 3, 12000, "重病", "是", "城市"]
        for n, name in enumerate(names, start=1)
    ]
    path.write_bytes(xlsx({"困难家庭名册": [HEADS, *rows]}))


def page_of(folder: Path) -> str:
    return (folder / "输出" / "总览.html").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace after two runs: there is a state to compare with."""
    folder = tmp_path_factory.mktemp("现况") / "区"
    folder.mkdir()
    (folder / "rescue.toml").write_text(SETTINGS, encoding="utf-8")
    send(folder, *NAMES[:2])
    assert rescue("-C", folder, "run").returncode == 1
    send(folder, *NAMES)
    done = rescue("-C", folder, "run")
    assert done.returncode == 1, done.stderr
    assert "总览.html" in rescue("-C", folder, "run", "-v").stdout
    return folder


@pytest.fixture
def folder(ran: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(ran, tmp_path / "区"))


def test_without_a_run_there_is_nothing_to_say(tmp_path: Path) -> None:
    (tmp_path / "rescue.toml").write_text(SETTINGS, encoding="utf-8")
    done = rescue("-C", tmp_path, "status")
    assert (done.returncode, done.stderr.strip()) == (2, "还没有运行过：请先 rescue run")
    assert not (tmp_path / "输出").exists()


def test_of_nothing_that_came_there_is_a_page_too(tmp_path: Path) -> None:
    (tmp_path / "rescue.toml").write_text(SETTINGS, encoding="utf-8")
    done = rescue("-C", tmp_path, "run")
    assert done.returncode == 1, done.stderr
    assert "没有收到可读的表" in page_of(tmp_path)
    assert "没有收到可读的表" in rescue("-C", tmp_path, "status").stdout


def test_the_screen_stands_in_one_window_what_is_to_be_done_last(ran: Path) -> None:
    done = rescue("-C", ran, "status")
    lines = done.stdout.splitlines()
    assert done.returncode == 1
    assert len(lines) < SCREEN
    assert lines[0] == "西夏区 · xixia-2019 · 截至 2019-05-03"
    assert "没报：" in done.stdout
    assert "<u>镇" in done.stdout
    assert "变化（与" in done.stdout
    assert "期限：2019-06-02" in done.stdout
    assert lines.index("还需要您处理：") > lines.index(next(line for line in lines if line.startswith("打开看：")))


def test_status_answers_at_once_or_reckons_anew_and_says_the_same(folder: Path) -> None:
    before = digests(folder / "输出")
    at_once = rescue("-C", folder, "status")
    page = page_of(folder)
    (folder / "输出" / "总览.html").unlink()
    anew = rescue("-C", folder, "status")
    assert anew.stdout == at_once.stdout
    assert page_of(folder) == page
    assert digests(folder / "输出") == before


def test_the_page_is_the_same_of_the_same_and_a_run_tells_its_outcome_again(folder: Path) -> None:
    page = page_of(folder)
    assert rescue("-C", folder, "run").returncode == 1
    kept = (folder / CACHE / "run.json").read_bytes()
    assert rescue("-C", folder, "status").returncode == 1
    assert rescue("-C", folder, "run").returncode == 1
    assert (folder / CACHE / "run.json").read_bytes() == kept  # nothing was worked out again
    shutil.rmtree(folder / "输出")
    shutil.rmtree(folder / CACHE)
    assert rescue("-C", folder, "run").returncode == 1
    assert page_of(folder) == page


def test_every_link_leads_to_a_file_and_every_file_is_on_the_page(ran: Path) -> None:
    text = page_of(ran)
    links = _Links(text)
    output = ran / "输出"
    targets = {unquote(href) for href in links.hrefs if not href.startswith("#")}
    assert {href.removeprefix("#") for href in links.hrefs if href.startswith("#")} <= links.ids
    assert [target for target in sorted(targets) if not (output / target).exists()] == []
    written = {path.relative_to(output).as_posix() for path in output.rglob("*") if path.is_file()} - {"总览.html"}
    apart = {file for file in written if not any(file == target or file.startswith(target) for target in targets)}
    assert apart == set()
    assert str(ran) not in text


def test_the_page_loads_nothing_and_what_people_write_is_no_markup(ran: Path) -> None:
    text = page_of(ran)
    links = _Links(text)
    assert links.loaded == []
    assert "script" not in links.tags
    assert "u" not in links.tags
    assert "&lt;u&gt;镇" in text
    assert not re.search(r"https?://|//[a-z]|url\(|@import", text)


def test_the_page_names_no_household(ran: Path) -> None:
    text = page_of(ran)
    assert [name for name in NAMES if name in text] == []
    assert not re.search(r"\d{15}", re.sub(r"[0-9a-f]{12,}", "", text))


def test_what_came_since_the_run_is_said_and_nobody_is_urged_meanwhile(folder: Path) -> None:
    send(folder, "示范丁", file="镇北堡镇/困难家庭名册.xlsx")
    settings = folder / "rescue.toml"
    settings.write_text(SETTINGS.replace("05-03", "05-06"), encoding="utf-8")
    urged = digests(folder / "输出" / "催报")
    done = rescue("-C", folder, "status")
    assert "收件/ 在上次运行以后有变动：新到1份，还没有算进来，请先 rescue run" in done.stdout.replace("\n", "")
    assert "户的判定和数字是基准日2019-05-03那一次运行的" in done.stdout.replace("\n", "")
    assert "新到1份" in page_of(folder)
    assert digests(folder / "输出" / "催报") == urged
    assert rescue("-C", folder, "run").returncode == 1
    assert "新到1份" not in page_of(folder)
    assert "新到1份" not in rescue("-C", folder, "status").stdout
    send(folder, *NAMES[:1])
    assert "改过1份" in rescue("-C", folder, "status").stdout
    (folder / "收件" / ROSTER).unlink()
    assert "不在了1份" in rescue("-C", folder, "status").stdout


def test_another_day_moves_the_duties_and_urges_anew(folder: Path) -> None:
    urged = digests(folder / "输出" / "催报")
    (folder / "rescue.toml").write_text(SETTINGS.replace("05-03", "05-06"), encoding="utf-8")
    done = rescue("-C", folder, "status", "--json")
    answer = json.loads(done.stdout)
    assert answer["summary"]["所看的一天"] == "2019-05-06"
    assert max(line["逾期天数"] for line in answer["summary"]["应报未报"]) == 34  # 联系表, due on 2 April
    assert "截至 2019-05-06；户的判定和数字是基准日 2019-05-03 那一次运行的" in page_of(folder)
    assert digests(folder / "输出" / "催报") != urged
    assert any("催报" in path for path in answer["outputs"])
    shutil.rmtree(folder / "输出" / "催报")
    (folder / "输出" / "总览.html").unlink()
    assert rescue("-C", folder, "status").returncode == 1
    assert (folder / "输出" / "催报" / "应报未报.xlsx").exists()


def test_a_day_asked_for_is_looked_at_and_nothing_is_written(folder: Path) -> None:
    before = digests(folder)
    done = rescue("-C", folder, "status", "--date", "2019-06-01")
    assert done.returncode == 1
    assert "截至 2019-06-01" in done.stdout
    assert "照2019-06-01看的，没有写任何文件" in done.stdout
    assert digests(folder) == before
    assert rescue("-C", folder, "status", "--date", "六月").returncode == 2


def test_settings_changed_since_are_said_until_the_next_run(folder: Path) -> None:
    (folder / "rescue.toml").write_text(f"{SETTINGS}# 注\n", encoding="utf-8")
    for _ in range(2):
        assert "rescue.toml、裁定、方案包或程序在上次运行以后有变动" in rescue("-C", folder, "status").stdout
    assert rescue("-C", folder, "run").returncode == 1
    assert "有变动" not in rescue("-C", folder, "status").stdout


def test_json_tells_it_all_in_the_one_envelope(ran: Path) -> None:
    answer = json.loads(rescue("-C", ran, "status", "--json").stdout)
    assert (answer["version"], answer["command"], answer["status"], answer["exit_code"]) == (
        1,
        "status",
        "attention",
        1,
    )
    summary = answer["summary"]
    assert summary["收件变动"] == {"新到": [], "改过": [], "不在了": []}
    assert summary["分类"].keys() >= {"新增救助", "待核实"}
    assert sum(summary["分类"].values()) == len(NAMES)
    assert summary["变化"]["各项"] == [{"变化": "新增", "原因": "来件", "户数": 1}]
    assert answer["left"]


def test_our_own_page_back_in_the_inbox_is_set_aside(folder: Path) -> None:
    shutil.copy(folder / "输出" / "总览.html", folder / "收件" / "总览.html")
    summary = json.loads(rescue("-C", folder, "run", "--json").stdout)["summary"]
    assert summary["非收件"] == 1
    assert summary["户"] == len(NAMES)


def test_status_registers_no_file(folder: Path) -> None:
    record = (folder / "裁定.jsonl").read_bytes()
    send(folder, "示范丁", file="镇北堡镇/困难家庭名册.xlsx")
    assert rescue("-C", folder, "status").returncode == 1
    assert (folder / "裁定.jsonl").read_bytes() == record


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None and not os.environ.get("CI"), reason="Chromium is not installed")
@pytest.mark.parametrize("width", [390, 1280])
def test_in_a_browser_it_fits_loads_nothing_and_prints_on_a4(ran: Path, tmp_path: Path, width: int) -> None:
    with browser_page(tmp_path / "profile") as page:
        page.open(ran / "输出" / "总览.html", width)
        assert page.value("document.documentElement.scrollWidth") <= width
        assert page.value("document.querySelectorAll('section').length") >= 6
        assert page.value("document.body.innerText").count("<u>镇") >= 1
        links = page.value("[...document.links].map(link => link.href).filter(href => !href.includes('#'))")
        assert links
        assert [href for href in links if not Path(unquote(href.removeprefix("file://"))).exists()] == []
        printed = page.printed()
        asked = page.requests
    assert printed.startswith(b"%PDF")
    box = re.search(rb"/MediaBox ?\[0 0 ([\d.]+) ([\d.]+)\]", printed)
    assert box is not None
    assert [round(float(side)) for side in box.groups()] == [595, 842]
    assert asked
    assert [address for address in asked if not address.startswith(OWN_SCHEMES)] == []
