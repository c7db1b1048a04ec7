"""A condition in the words of a notice: every operator and function of the pack language has its words, and says what it means."""

import re

import pytest
from sqlglot import exp

from rescue_cli.pack.language.allowed_nodes import AGGREGATES, ARITHMETIC, CHECKS, CHOOSERS, COMPARISONS, Checker
from rescue_cli.pack.language.expansion import FUNCTIONS
from rescue_cli.pack.language.expressions import checked
from rescue_cli.pack.language.scope import Scope
from rescue_cli.pack.language.spelled_out import LEXICON, Known, spelled_out
from rescue_cli.pack.language.speller import COMPARED, OPPOSITE
from rescue_cli.pack.load import load_pack
from support.mutants import all_packs

TYPES = {
    "收入": "money",
    "标准": "money",
    "人数": "count",
    "人口": "count",
    "类别": "choices",
    "结果": "choice",
    "财产": "yes_no",
    "重残": "yes_no",
    "生日": "date",
    "办理日": "date",
    "基准日": "date",
    "倍数": "ratio",
    "文字": "text",
    "受理时": "datetime",
    "得来日": "date",
    "得来否": "yes_no",
}
SCOPE = Scope(TYPES, {}, ("名册", "结果表"))
KNOWN = Known(frozenset({"得来日", "得来否"}), {"倍数": "2"})


def words(text: str, *, aggregate: bool = False) -> str:
    return spelled_out(checked(text, SCOPE, aggregate=aggregate), KNOWN)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("收入 < 标准", "收入低于标准"),
        ("收入 <= 标准", "收入不超过标准"),
        ("收入 > 标准", "收入高于标准"),
        ("收入 >= 标准", "收入不低于标准"),
        ("收入 = 标准", "收入等于标准"),
        ("收入 <> 标准", "收入不等于标准"),
        ("人数 < 人口", "人数少于人口"),
        ("人数 >= 1", "人数不少于1"),
        ("人数 > 0", "人数多于0"),
        ("办理日 < 基准日", "办理日早于基准日"),
        ("办理日 <= 基准日", "办理日不晚于基准日"),
        ("结果 = '纳入'", "结果是“纳入”"),
        ("结果 <> '纳入'", "结果不为“纳入”"),
        ("not 收入 < 标准", "收入不低于标准"),
        ("not (收入 <= 标准)", "收入高于标准"),
        ("财产", "财产为“是”"),
        ("not 财产", "财产为“否”"),
        ("财产 = false", "财产为“否”"),
        ("财产 <> false", "财产为“是”"),
        ("coalesce(财产, true)", "财产为“是”（没有填的按“是”计）"),
        ("not coalesce(财产, true)", "财产为“否”（没有填的按“是”计）"),
        ("not coalesce(得来否, false)", "得来否为“否”（没有的按“否”计）"),
        ("coalesce(人数 = 0, false)", "人数等于0（不知道的按不成立计）"),
        ("not coalesce(人数 = 0, false)", "人数不等于0（不知道的也算）"),
        ("not coalesce(人数 = 0, true)", "人数不等于0（不知道的不算）"),
        ("财产 is null", "财产没有填"),
        ("财产 is not null", "财产填了"),
        ("得来日 is null", "没有“得来日”"),
        ("得来日 is not null", "有“得来日”"),
        ("得来否 is null", "得来否，不知道"),
        ("(收入 < 标准) is true", "收入低于标准（不知道的算不成立）"),
        ("财产 is false", "财产为“否”（不知道的算不成立）"),
        ("财产 is not true", "财产为“否”（不知道的也算）"),
        ("收入 between 标准 and 标准 * 倍数", "收入介于标准和标准×倍数（2）之间（含两端）"),
        ("收入 not between 1 and 2", "收入不介于1和2之间（含两端）"),
        ("办理日 between 生日 and 基准日", "办理日介于生日和基准日之间（含首尾两天）"),
        ("结果 in ('纳入', '转介')", "结果是“纳入”“转介”之一"),
        ("结果 not in ('纳入', '转介')", "结果不是“纳入”“转介”之一"),
        ("结果 in ('纳入')", "结果是“纳入”"),
        ("财产 and 收入 < 标准", "同时符合：\n①财产为“是”\n②收入低于标准"),
        ("财产 or 收入 < 标准", "财产为“是”，或者收入低于标准"),
        ("not (财产 and 重残)", "并非（财产为“是”，且重残为“是”）"),
        (
            "(财产 or 重残) and 收入 < 标准",
            "同时符合：\n①财产为“是”，或者重残为“是”\n②收入低于标准",
        ),
        ("财产 and 重残 or 人数 > 1", "（财产为“是”，且重残为“是”），或者人数多于1"),
        ("周岁(生日, 基准日) < 18", "从生日到基准日的周岁数不满18"),
        ("周岁(生日, 基准日) >= 60", "从生日到基准日的周岁数已满60"),
        ("月数(生日, 基准日) <= 12", "从生日到基准日满几个月不超过12"),
        ("日数(生日, 基准日) > 30", "从生日到基准日相隔几天多于30"),
        ("基准日 > 加月(办理日, 12)", "基准日晚于办理日以后满12个月的那天"),
        ("基准日 > 加日(办理日, -3)", "基准日晚于办理日以前第3天的那天"),
        ("含(类别, '重病')", "类别里有“重病”"),
        ("not 含(类别, '无')", "类别里没有“无”"),
        ("含任一(类别, '重病', '就学')", "类别含有下列任一项：“重病”、“就学”"),
        ("not 含任一(类别, '重病', '就学')", "类别不含下列任何一项：“重病”、“就学”"),
        ("缺(收入)", "收入没有填"),
        ("not 缺(收入)", "收入填了"),
        ("有(名册)", "《名册》里有本户"),
        ("not 有(名册)", "《名册》里没有本户"),
        ("未读(结果, 文字)", "结果、文字有写了而读不懂的"),
        ("not 未读(结果)", "结果没有写了而读不懂的"),
    ],
)
def test_a_condition_says_what_it_means(text: str, said: str) -> None:
    assert words(text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("收入 * 12 / 人口", "收入×12÷人口"),
        ("(收入 - 标准) / 12", "（收入－标准）÷12"),
        ("收入 - (标准 - 1)", "收入－（标准－1）"),
        ("-收入", "负收入"),
        ("coalesce(收入, 0)", "收入（没有填的按0计）"),
        ("coalesce(收入, 标准, 1)", "收入，没有的取标准，再没有取1"),
        ("收入 + coalesce(标准, 收入)", "收入＋（标准，没有的取收入）"),
        ("round(收入, 2)", "收入四舍五入到2位小数"),
        ("least(收入, 标准)", "收入、标准中最小的（没有的不看）"),
        ("greatest(办理日, 生日)", "办理日、生日中最晚的（没有的不看）"),
        ("case when 财产 then 收入 end", "财产为“是”的，取收入；其余的没有"),
        (
            "case when 财产 then 1 when 重残 then null else 收入 end",
            "依次看，取第一个成立的：\n・财产为“是”的，取1\n・重残为“是”的，取空\n・其余取收入",
        ),
        ("case when 财产 then 人数 > 1 else false end", "财产为“是”的，看人数多于1；其余算“否”"),
        (
            "(case when 财产 then 1 else 0 end) + (case when 重残 then 1 else 0 end)",
            "下列各项中成立的项数（财产为“是”；重残为“是”）",
        ),
        ("年月(办理日)", "办理日所在的年月"),
        ("日(受理时)", "受理时的那一天"),
        ("生日(文字)", "文字里的出生日期（号码正确的）"),
        (
            "逐项(财产, '有财产', 重残, '重残')",
            "把成立的各条连起来（一条也不成立的没有）：\n・财产为“是”的，写“有财产”\n・重残为“是”的，写“重残”",
        ),
    ],
)
def test_a_value_says_how_it_is_reckoned(text: str, said: str) -> None:
    assert words(text) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("count(*)", "行数"),
        ("count(*) filter (where 结果 = '纳入')", "看这样的行：结果是“纳入”。\n计条数"),
        ("count(distinct 结果)", "不同的结果有几个"),
        ("count(办理日)", "有办理日的行数"),
        (
            "min(办理日) filter (where 结果 = '纳入' and 财产)",
            "看这样的行，同时符合：\n①结果是“纳入”\n②财产为“是”\n取各行中最早的办理日",
        ),
        ("max(人数)", "各行中最大的人数"),
        ("sum(收入)", "各行收入的合计（没填的不计）"),
        ("avg(收入)", "各行收入的平均（没填的不计）"),
        ("bool_or(财产)", "有一行财产为“是”（不知道的行不看）"),
        ("bool_and(财产)", "各行都财产为“是”（不知道的行不看）"),
        ("任一(人数 > 1)", "有一行人数多于1"),
        ("并列(文字)", "各行不同的文字，用顿号连起来"),
        ("最近最多(人数, 办理日)", "办理日最晚的那行的人数（同一天有几个的取最大的；没写日期的算最早）"),
        (
            "最近最少(人数, 办理日) filter (where 财产)",
            "看这样的行：财产为“是”。\n取办理日最晚的那行的人数（同一天有几个的取最小的；没写日期的算最早）",
        ),
        ("count(*) filter (where 财产) > 1", "财产为“是”的条数多于1"),
    ],
)
def test_what_is_gathered_says_from_which_rows(text: str, said: str) -> None:
    assert words(text, aggregate=True) == said


def test_every_function_of_the_language_has_its_words() -> None:
    assert set(LEXICON.functions) == set(FUNCTIONS)
    assert set(LEXICON.denied_functions) <= set(FUNCTIONS)


def test_every_operator_of_the_language_has_its_words() -> None:
    """Whatever the checker lets through: the kinds it lists, and those it has a method for."""
    methods = {name.removeprefix("_") for name in set(vars(Checker)) - set(CHECKS.values()) if name.startswith("_")}
    by_name = {name.lower(): kind for name, kind in vars(exp).items() if isinstance(kind, type)}
    allowed = {by_name[name] for name in methods & set(by_name)} - {exp.Anonymous, exp.Select}
    assert {exp.Between, exp.Case, exp.Filter, exp.Literal, exp.Not} <= allowed, "the methods are read off the checker"
    spelled = {*LEXICON.nodes, *OPPOSITE}
    assert {kind.__name__ for kind in {*allowed, *ARITHMETIC, *AGGREGATES, *CHOOSERS, *COMPARISONS} - spelled} == set()
    assert all(set(words) == set(COMPARISONS) for words in COMPARED.values())


def test_a_part_without_words_fails_instead_of_being_left_out() -> None:
    expression = checked("收入 < 标准", SCOPE)
    tree = expression.tree.copy()
    tree.set("expression", exp.Mod(this=exp.column("收入"), expression=exp.Literal.number(2)))
    with pytest.raises(KeyError):
        spelled_out(type(expression)(expression.text, tree, expression.kind, (), SCOPE), KNOWN)


def test_a_long_part_that_repeats_is_spelled_out_once() -> None:
    long = "case when 含任一(类别, '重病', '就学', '残疾', '突发事件', '自然灾害', '住房困难') then 人数 else 人口 end"
    said = words(f"{long} = 1 or {long} = 2")
    assert said.count("住房困难") == 1
    assert said.startswith("甲等于1，或者甲等于2\n其中甲：")


SQL_LEFT = re.compile(
    r"[<>=*/]|\b(?:and|or|not|null|case|when|then|end|coalesce|count|filter|true|false)\b", re.IGNORECASE
)


@pytest.mark.parametrize("name", all_packs())
def test_no_sign_of_the_language_is_left_in_the_words_of_a_pack(name: str) -> None:
    pack = load_pack(name, own=all_packs()[name])
    rules, known = Scope.for_rules(pack), Known()
    texts = [spelled_out(checked(rule.when, rules), known) for rule in pack.rules.rule]
    texts += [spelled_out(checked(way, rules), known) for derive in pack.rules.derive for way in derive.ways]
    for gather in pack.rules.gather:
        scope = Scope.for_gather(pack, gather)
        texts.append(spelled_out(checked(gather.value, scope, aggregate=True), known))
    without_quoted = [re.sub("“[^”]*”", "", text) for text in texts]
    assert [text for text in without_quoted if SQL_LEFT.search(text)] == []
    assert texts
    assert all(texts)
