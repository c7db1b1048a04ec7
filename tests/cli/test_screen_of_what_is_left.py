"""What is left to do at the end of a screen: all of it as it is, or more of it in brief."""

import io

from rich.console import Console

from rescue_cli.cli.render_left import print_left_within

LEFT = [
    "坏了.xlsx：文件已损坏或不完整，打不开",
    "9个单位有107份应报的没有报来（怀远路街道、兴泾镇、宁华路街道、朔方路街道、西花园路街道等，最久逾期181天）：见 催报/应报未报.xlsx",
    "农村进展情况表 2019-09还有2天到期（2019-10-02），没有登记上报：见 报表/农村进展情况表（2019年9月）.xlsx，报后登记：rescue submit 农村进展情况表",
    "36处必须改：见 校验/校验汇总.xlsx",
]


def _screen(lines: int) -> list[str]:
    out = io.StringIO()
    print_left_within(Console(file=out, width=80), LEFT, lines)
    return [line.strip() for line in out.getvalue().splitlines()]


def test_where_all_fits_each_says_where_it_is_answered() -> None:
    shown = "".join(_screen(20))
    assert "见 催报/应报未报.xlsx" in shown
    assert "最久逾期181天" in shown
    assert "另有" not in shown


def test_where_not_all_fits_each_is_one_line_and_nothing_is_hidden_behind_a_long_one() -> None:
    assert _screen(5) == [
        "还需要您处理：",
        LEFT[0],
        "9个单位有107份应报的没有报来",
        "农村进展情况表 2019-09还有2天到期（2019-10-02），没有登记上报",
        "36处必须改",
    ]
    assert _screen(4)[-1] == "……另有2条；在哪里办：rescue run -v 全部列出"
