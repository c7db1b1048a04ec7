"""A malformed pack of every kind is refused, with file, key and the nearest known name, and all errors at once."""

import re
import shutil

import pytest

from rescue_cli.core.errors import PackError
from rescue_cli.pack.load import load_pack, schemas_root

RULES = "xixia-2019/rules.toml"
FORM = "xixia-2019/forms/困难家庭名册.toml"
HEAD = "xixia-2019/pack.toml"
STANDARDS = "xixia-2019/standards.toml"
CASES = "xixia-2019/cases.toml"
REPORT = "xixia-2019/reports/临时.toml"


def new_rule(**changes):
    fields = {
        "id": "某规则",
        "when": "人均年收入 > 1",
        "outcome": "某结果",
        "group": "待核实",
        "because": "因为",
    } | changes
    lines = [f'{key} = "{value}"' for key, value in fields.items() if value is not None]
    return "\n[[rule]]\n" + "\n".join(lines) + '\nbasis = { clause = "一" }\n'


def new_report(value="count(*)", kind="statistics", rows='rows = "镇街"', extra=""):
    return f"""title = "表"
kind = "{kind}"
source = "determinations"
file = "报表/表.xlsx"
clause = "一"
[[sheet]]
name = "表"
title = "表"
{rows}
[[sheet.column]]
id = "户"
head = ["户数"]
value = "{value}"
{extra}
"""


def new_entry(part, fields, changes):
    lines = []
    for key, value in (fields | changes).items():
        written = {"forms": "from"}.get(key, key)
        if value is not None:
            told = (
                f"[{value!r}]"
                if key in ("forms", "part", "yes", "no", "beside")
                else value
                if isinstance(value, int)
                else f'"{value}"'
            )
            lines.append(f"{written} = {told}")
    return f"\n[[{part}]]\n" + "\n".join(lines) + '\nclause = "一"\n'


def new_event(**changes):
    return new_entry("event", {"id": "某事", "forms": "审核审批结果", "day": "办理日期", "say": "{办理结果}"}, changes)


def new_clock(**changes):
    fields = {
        "id": "某时限",
        "title": "某",
        "when": "家庭人口 > 0",
        "start": "期始",
        "every": 6,
        "unit": "月",
        "who": "镇街",
    }
    return new_entry("clock", fields, changes)


def new_coverage(**changes):
    return new_entry("coverage", {"name": "某", "form": "困难家庭名册", "each": "镇街", "who": "镇街"}, changes)


def new_extract(**changes):
    fields = {"field": "已享受低收入", "column": "备注", "yes": "享受", "no": "未享受"}
    return new_entry("extract", fields, changes)


def new_row(**changes):
    return new_entry("row", {"field": "有困难", "value": "人均月收入 > 1"}, changes)


# id, file, text to append or (old, new), what the message must say
BROKEN = [
    ("unknown key", RULES, ("remark = [", "remrak = ["), ["remrak", "remark"]),
    ("unknown key in a rule", RULES, new_rule(becuase="x"), ["becuase", "because"]),
    ("missing clause", RULES, '\n[[gather]]\nfield = "扣减后人均年收入"\nfrom = ["困难家庭名册"]\nvalue = "min(人均月收入)"\n', ["clause", "缺少必填项"]),
    ("toml syntax", RULES, "\n[[rule\n", ["行“[[rule”：方括号没有成对"]),
    ("wrong type", STANDARDS, ("amount = 620", 'amount = "很多"'), ["amount"]),
    ("a list written as one word", CASES, '\n[[case]]\nid = "某例"\nkind = "at"\nbasis = "一"\ngiven."困难家庭名册" = [{ "家庭人口" = 1 }]\nexpect = { "理由含" = "某" }\n', ["case.某例.expect.理由含", "列表"]),
    ("a word written as a number", FORM, ('{ field = "备注" }', '{ field = "备注", hint = 3 }'), ["column.备注.hint", "文字"]),
    ("aid of a form that is no roster", "xixia-2019/forms/低保在保名单.toml", ('role = "reference"', 'role = "reference"\naid = true'), ["aid", 'role = "roster"']),
    ("plausible amounts the wrong way round", "vocabulary.toml", ("plausible = [10, 30_000]", "plausible = [30_000, 10]"), ["人均月收入.plausible", "先写小的"]),
    ("plausible of what is no amount", "vocabulary.toml", ('name = "户主姓名"', 'name = "户主姓名"\nplausible = [1, 20]'), ["户主姓名.plausible", "money"]),
    ("unknown unit", STANDARDS, ('unit = "元/人·月"', 'unit = "元/月"'), ["unit", "元/人·月"]),
    ("zero amount", STANDARDS, ("amount = 620", "amount = 0"), ["大于0"]),
    ("unknown field in a rule", RULES, new_rule(when="人均年收人 > 1"), ["人均年收人", "人均年收入"]),
    ("unparsable expression", RULES, new_rule(when="人均年收入 >"), ["读不懂"]),
    ("type mismatch", RULES, new_rule(when="人均年收入 = '多'"), ["类型不同"]),
    ("rule not a condition", RULES, new_rule(when="人均年收入 + 1"), ["这里要是否"]),
    ("comparison with null", RULES, new_rule(when="人均年收入 <> null"), ["null"]),
    ("subquery", RULES, new_rule(when="人均年收入 > (select 1)"), ["不允许"]),
    ("cast", RULES, new_rule(when="cast(人均年收入 as int) > 1"), ["不允许"]),
    ("window", RULES, new_rule(when="sum(人均年收入) over () > 1"), ["不允许"]),
    ("table function", RULES, new_rule(when="read_csv('x') > 1"), ["不允许"]),
    ("two statements", RULES, new_rule(when="有困难; drop table x"), ["不允许"]),
    ("unknown function", RULES, new_rule(when="包含(家庭困难类别, '重病')"), ["没有函数", "含"]),
    ("unknown code", RULES, new_rule(when="含(家庭困难类别, '大重病')"), ["大重病", "重病"]),
    ("unknown form", RULES, new_rule(when="有(审批结果)"), ["审批结果", "审核审批结果"]),
    ("aggregate in a rule", RULES, new_rule(when="count(*) > 1"), ["不能用汇总函数"]),
    ("unknown field in a reason", RULES, new_rule(because="因为{人均年收人}"), ["人均年收人", "人均年收入"]),
    ("unknown group", RULES, new_rule(group="新增救济"), ["group", "新增救助"]),
    ("first without group", RULES, new_rule(group=None), ["必须有 group"]),
    ("doubt of unknown fact", RULES, new_rule(doubt=None) + '\n[[remark]]\nid = "x"\nrules = ["拟低宝"]\nwhen = "有困难"\nsay = "x"\nbasis = { clause = "一" }\n', ["拟低宝", "拟低保"]),
    ("what is verified only somewhere, unknown", RULES, new_rule() + 'doubt_where = { "低保人树" = "低保人数 > 0" }\n', ["低保人树", "低保人数"]),
    ("where it is verified, unreadable", RULES, new_rule() + 'doubt_where = { "低保人数" = "低保人树 > 0" }\n', ["低保人树", "低保人数"]),
    ("duplicate rule", RULES, new_rule() + new_rule(), ["某规则", "出现两次"]),
    ("derived field not in the dictionary", RULES, '\n[[derive]]\nfield = "人均季收入"\nvalue = "人均年收入 / 4"\n', ["人均季收入"]),
    ("derived field of another type", RULES, '\n[[derive]]\nfield = "有困难"\nvalue = "人均年收入"\n', ["有困难", "是否"]),
    ("cycle", RULES, ('value = "低保年标准 * 低收入线倍数"', 'value = "低收入月标准 * 低收入线倍数"'), ["循环引用", "低收入月标准"]),
    ("neither one way nor several", RULES, '\n[[derive]]\nfield = "扣减后可能符合"\n', ["扣减后可能符合", "value", "any_of"]),
    ("one way and several", RULES, ('value = "人均年收入 - ', 'any_of = ["人均年收入"], value = "人均年收入 - '), ["扣减后人均年收入", "须填且只填一项"]),
    ("more names than ways", RULES, ('says = ["是否已在低收入按在册名单", "是否已在低收入按名册所填"]', 'says = ["是否已在低收入按在册名单"]'), ["已在低收入", "一一对应"]),
    ("rounding of a single way", RULES, ('value = "人均年收入 - ', 'within = 0.06, value = "人均年收入 - '), ["within", "只用于 any_of"]),
    ("gather from an unknown form", RULES, '\n[[gather]]\nfield = "扣减后人均年收入"\nfrom = ["困难家庭花册"]\nvalue = "min(人均月收入)"\nclause = "一"\n', ["困难家庭花册", "困难家庭名册"]),
    ("gather from no form at all", RULES, '\n[[gather]]\nfield = "扣减后人均年收入"\nvalue = "min(没有这一栏)"\nclause = "一"\n', ["扣减后人均年收入", "没有一张表有"]),
    ("unknown column", FORM, ('{ field = "备注" }', '{ field = "备住" }'), ["备住", "备注"]),
    ("text from around a table", FORM, ('{ field = "备注" }', '{ field = "备注", around = true }'), ["备注", "日期和单选"]),
    ("a roster that opens besides", FORM, ("main = true", "main = true\nopens = true"), ["opens", "reference"]),
    ("assumption of the wrong type", FORM, ("value = 0", 'value = "零"'), ["低保人数"]),
    ("unknown finding code", FORM, '\n[[check]]\ncode = "CHECK-NOPE"\nwhen = "单人户施保"\nfield = "单人户施保"\nclause = "一"\n', ["CHECK-NOPE"]),
    ("unknown parent", HEAD, ('parent = "national"', 'parent = "nationale"'), ["nationale", "national"]),
    ("parent of itself", HEAD, ('parent = "national"', 'parent = "xixia-2019"'), ["循环"]),
    ("period reversed", HEAD, ("to = 2019-09-30\nclause", "to = 2018-09-30\nclause"), ["起始日期晚于截止日期"]),
    ("deadline without a day", HEAD, '\n[[deadline]]\nid = "x"\ntitle = "x"\nwho = "x"\nclause = "一"\n', ["on、before、monthly_day、monthly_workday 必须恰好填一个"]),
    ("deadline with two days", HEAD, '\n[[deadline]]\nid = "x"\ntitle = "x"\non = 2019-05-01\nmonthly_day = 2\nwho = "x"\nclause = "一"\n', ["必须恰好填一个"]),
    ("no working day of the month", HEAD, '\n[[deadline]]\nid = "x"\ntitle = "x"\nmonthly_workday = 0\nwho = "x"\nclause = "一"\n', ["没有0"]),
    ("festival without its year", HEAD, '\n[[deadline]]\nid = "x"\ntitle = "x"\nbefore = { day = "春节", days = 1 }\nwho = "x"\nclause = "一"\n', ["写节日的要写 year"]),
    ("exception of what is due once", HEAD, '\n[[deadline]]\nid = "x"\ntitle = "x"\non = 2019-05-01\nexceptions = { "2019-04" = 2019-05-06 }\nwho = "x"\nclause = "一"\n', ["只用于每月的时限"]),
    ("unknown form in a deadline", HEAD, ('hands_in = ["入户核查评估结果"]', 'hands_in = ["入户核查结果"]'), ["入户核查结果", "入户核查评估结果"]),
    ("survival of an unknown field", HEAD, '\n[[survive]]\nfield = "详细地址"\nclause = "一"\n', ["详细地址", "详细住址"]),
    ("survival by an unknown role", HEAD, '\n[[survive]]\nfield = "详细住址"\norder = ["approval"]\nclause = "一"\n', ["approval"]),
    ("fullest of a figure", HEAD, '\n[[survive]]\nfield = "家庭人口"\nrule = "complete"\nclause = "一"\n', ["家庭人口", "分不出"]),
    ("survival of a field twice", HEAD, 2 * '\n[[survive]]\nfield = "详细住址"\nclause = "一"\n', ["详细住址", "列了两次"]),
    ("comparison with an unknown form", HEAD, '\n[[compare]]\nname = "甲乙"\nleft = ["困难家庭名册"]\nright = ["低保名单"]\nclause = "一"\n', ["低保名单", "低保在保名单"]),
    ("comparison of a form with itself", HEAD, '\n[[compare]]\nname = "甲甲"\nleft = ["困难家庭名册"]\nright = ["困难家庭名册"]\nclause = "一"\n', ["不能和自己比"]),
    ("event of an unknown form", RULES, new_event(forms="审批结果"), ["审批结果", "审核审批结果"]),
    ("event without a date", RULES, new_event(day="办理结果"), ["这里要日期"]),
    ("event of a foreign column", RULES, new_event(when="低保人数 > 0"), ["低保人数"]),
    ("event saying an unknown field", RULES, new_event(say="{办理结果类}"), ["办理结果类", "办理结果"]),
    ("clock of no kind", RULES, new_clock(every=None), ["every", "within", "by"]),
    ("clock of two kinds", RULES, new_clock(within=1), ["必须恰好写一个"]),
    ("cycle without its unit", RULES, new_clock(unit=None), ["start 和 unit"]),
    ("clock from a figure", RULES, new_clock(start="家庭人口"), ["这里要日期"]),
    ("clock twice", RULES, new_clock() + new_clock(), ["某时限", "出现两次"]),
    ("rule that ends before it begins", RULES, new_rule() + "from = 2019-06-01\nto = 2019-05-01\n", ["截止日期早于起始日期"]),
    ("gather over something else", RULES, '\n[[gather]]\nfield = "扣减后人均年收入"\nfrom = ["困难家庭名册"]\neach = "member"\nvalue = "min(人均月收入)"\nclause = "一"\n', ["member", "person"]),
    ("control total of an unknown form", HEAD, '\n[[control]]\nname = "总数"\nform = "困难家庭花册"\nhouseholds = 1\nclause = "一"\n', ["困难家庭花册", "困难家庭名册"]),
    ("control total without figures", HEAD, '\n[[control]]\nname = "总数"\nform = "困难家庭名册"\nclause = "一"\n', ["至少写一个"]),
    ("coverage by an unknown column", HEAD, new_coverage(each="乡镇"), ["乡镇", "镇街"]),
    ("coverage by a month of no date", HEAD, new_coverage(day="备注"), ["备注", "这里要日期"]),
    ("coverage until an unknown deadline", HEAD, new_coverage(by="名册上抱"), ["名册上抱", "名册上报"]),
    ("coverage of cases nobody names", HEAD, new_coverage(each="编号"), ["among"]),
    ("extract from an unknown column", FORM, new_extract(column="备住"), ["备住", "备注"]),
    ("extract of an unknown field", FORM, new_extract(field="是否困难户"), ["是否困难户"]),
    ("extract of a yes without its words", FORM, new_extract(yes=None), ["yes", "no"]),
    ("words beside that belong to a code", FORM, new_extract(field="家庭困难类别", yes=None, no=None, beside="该户"), ["beside", "是否类"]),
    ("reasons without words beside", "xixia-2019/categories.toml", '\n[[codes]]\nname = "某表"\nclause = "一"\nitem = [{ value = "某", reasons = ["因"] }]\n', ["某表.某.reasons", "beside"]),
    ("fact of a row of an unknown column", FORM, new_row(value="人均月收人 > 1"), ["人均月收人", "人均月收入"]),
    ("fact of a row not in the dictionary", FORM, new_row(field="某行事实"), ["某行事实"]),
    ("fact of a row of another type", FORM, new_row(value="人均月收入"), ["有困难", "是否"]),
    ("fact of a row over rows", FORM, new_row(value="count(*) > 1"), ["不能用汇总函数"]),
    ("fact of a row asking for forms", FORM, new_row(value="有(审核审批结果)"), ["审核审批结果"]),
    ("fact of a row twice", FORM, new_row(field="核查人口已填") + new_row(field="核查人口已填"), ["核查人口已填", "写了两次"]),
    ("fact of a row and of the case", FORM, new_row(), ["有困难", "一户的"]),
    ("fact of a row that needs itself", FORM, new_row(value="not 有困难"), ["循环引用", "有困难"]),
    ("statistics that open cases", FORM, ('grain = "household"', 'grain = "statistics"'), ["unlinked"]),
    ("relation between unknown standards", STANDARDS, '\n[[relation]]\nname = "x"\nholds = "五保年标准 >= 低保年标准"\nclause = "一"\n', ["五保年标准"]),
    ("relation over a household", STANDARDS, '\n[[relation]]\nname = "x"\nholds = "家庭人口 > 1"\nclause = "一"\n', ["家庭人口"]),
    ("case with unknown clock", CASES, '\n[[case]]\nid = "空"\nbasis = "一"\n[case.given]\n"困难家庭名册" = [{ "户主姓名" = "甲" }]\n[case.expect]\n"时限" = { "某时限" = "已逾期" }\n', ["某时限"]),
    ("moment compared with a day", RULES, new_rule(when="生日(户主姓名) > 加月(基准日, '一')"), ["这里要数值"]),
    ("deadline each village", HEAD, ('each = "镇街"', 'each = "村居"'), ["deadline.联系表.each", "镇街"]),
    ("a word where a case gives a number", CASES, ('"人均月收入" = 619.99,', '"人均月收入" = "619.99",'), ["人均月收入", "要写数字"]),
    ("case with unknown column", CASES, ('"人均月收入" = 619.99', '"人均月收人" = 619.99'), ["人均月收人", "人均月收入"]),
    ("case without expectation", CASES, '\n[[case]]\nid = "空"\nbasis = "一"\n[case.given]\n"困难家庭名册" = [{ "户主姓名" = "甲" }]\n[case.expect]\n', ["至少要写一项预期"]),
    ("unknown field in a report", REPORT, new_report("count(*) filter (where 结果类 = 'x')"), ["结果类", "结果"]),
    ("statistics without rows", REPORT, new_report(rows=""), ["须写 rows"]),
    ("unknown column in a cross-check", REPORT, new_report(extra='[[sheet.check]]\nsay = "平"\nleft = "户"\nright = "户计"'), ["户计", "户"]),
    ("a decision among the facts of cases", REPORT, new_report(value="count(*) filter (where 分类 = '新增救助')").replace('source = "determinations"', 'source = "cases"'), ["分类"]),
    ("unknown ledger in a cross-check", REPORT, new_report(extra='[[sheet.ledger_check]]\nsay = "平"\ncolumn = "户"\nledger = "新增台账"\nvalue = "count(*)"'), ["新增台账", "新增救助群体台账"]),
    ("text in double quotes", RULES, new_rule(when="办理结果 = \\\"纳入低保\\\""), ["文字要用英文单引号 '纳入低保'"]),
    ("list section in one bracket", REPORT, 'title = "x"\nkind = "list"\nsource = "cases"\nfile = "x/x.xlsx"\nclause = "一"\n[sheet]\nname = "x"\n', ["sheet：要用两个方括号 [[sheet]]"]),
    ("section in two brackets", HEAD, ('[district]', '[[district]]'), ["district：只用一个方括号 […]"]),
    ("endless brackets", RULES, new_rule(when="(" * 3000 + "true" + ")" * 3000), ["rule.某规则.when：表达式太长或嵌套太深"]),
    ("endless not", RULES, new_rule(when="not " * 3000 + "true"), ["表达式太长或嵌套太深"]),
    ("endless and", RULES, new_rule(when=" and ".join(["true"] * 3000)), ["表达式太长或嵌套太深"]),
    ("parameter beyond measure", STANDARDS, '\n[[parameter]]\nname = "低收入线倍数"\nvalue = 1e40\nclause = "一"\n', ["低收入线倍数.value：数额超出范围", "decimal(18,2)"]),
    ("assumption beyond measure", FORM, '\n[[assume]]\nfield = "家庭人口"\nvalue = inf\nclause = "一"\n', ["assume.家庭人口.value：数额超出范围"]),
    ("aggregate inside an aggregate", REPORT, new_report("sum(count(*))"), ["不能套"]),
]  # fmt: skip


ADDED = re.compile(r"\n\[\[(\w+)\]\]\n((?:(?!\n\[).)*)", re.DOTALL)


def with_addition(text, addition):
    """What is added to a part that stands as one list goes to its end: TOML knows no part written both ways."""
    for entry in ADDED.finditer(addition):
        listed = re.search(rf"\n{entry[1]} = \[\n.*?(?=\n\]\n)", text, re.DOTALL)
        if listed:
            fields = ", ".join(line for line in entry[2].splitlines() if line)
            text = f"{text[: listed.end()]}\n  {{ {fields} }},{text[listed.end() :]}"
            addition = addition.replace(entry[0], "", 1)
    return text + addition


@pytest.fixture
def schemas(tmp_path):
    others = shutil.ignore_patterns("binhai-*", "chengbei-*", "pingluo-*", "qianjiang-*", "skeleton")
    shutil.copytree(schemas_root(), tmp_path / "schemas", ignore=others)
    return tmp_path / "schemas"


@pytest.mark.parametrize(("file", "change", "says"), [row[1:] for row in BROKEN], ids=[row[0] for row in BROKEN])
def test_broken_pack_is_refused(schemas, file, change, says):
    path = schemas / file
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    if isinstance(change, tuple):
        assert change[0] in text, "the text this case breaks is gone"
        path.write_text(text.replace(*change), encoding="utf-8")
    else:
        path.write_text(with_addition(text, change), encoding="utf-8")
    with pytest.raises(PackError) as caught:
        load_pack("xixia-2019", schemas)
    message = str(caught.value)
    for words in says:
        assert words in message
    assert any(problem.file.startswith(("xixia-2019", "vocabulary")) for problem in caught.value.problems)


def test_all_errors_are_reported_at_once(schemas):
    rules = schemas / RULES
    rules.write_text(
        rules.read_text(encoding="utf-8") + new_rule(when="人均年收人 > 1", because="{没有}"), encoding="utf-8"
    )
    standards = schemas / STANDARDS
    standards.write_text(standards.read_text(encoding="utf-8").replace("amount = 620", "amount = -1"), encoding="utf-8")
    form = schemas / FORM
    form.write_text(
        form.read_text(encoding="utf-8").replace('{ field = "备注" }', '{ field = "备住" }'), encoding="utf-8"
    )
    with pytest.raises(PackError) as caught:
        load_pack("xixia-2019", schemas)
    assert {problem.file for problem in caught.value.problems} >= {RULES, STANDARDS, FORM}
    assert len(caught.value.problems) >= 4


def test_not_utf8_is_one_sentence(schemas):
    (schemas / STANDARDS).write_bytes("名".encode("gb18030"))
    with pytest.raises(PackError, match="UTF-8"):
        load_pack("xixia-2019", schemas)


def test_unknown_pack_names_the_nearest(schemas):
    with pytest.raises(PackError, match="xixia-2019"):
        load_pack("xixia-2018", schemas)
