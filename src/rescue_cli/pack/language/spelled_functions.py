"""The functions of the notices' language in words: one entry for each of `expansion.FUNCTIONS`."""

from collections.abc import Mapping

from sqlglot import exp

from rescue_cli.pack.language.speller import Speller, Words


def _holds(speller: Speller, node: exp.Anonymous, *, held: bool = True) -> str:
    field, *items = node.expressions
    named = "、".join(f"“{item.name}”" for item in items)
    if len(items) == 1:
        return f"{speller.value(field)}里{'有' if held else '没有'}{named}"
    return f"{speller.value(field)}{'含有下列任一项' if held else '不含下列任何一项'}：{named}"


def _later(unit: str) -> Words:
    def words(speller: Speller, node: exp.Anonymous) -> str:
        day, amount = node.expressions
        if isinstance(amount, exp.Neg):
            return f"{speller.inner(day)}以前第{speller.inner(amount.this)}{unit}的那天"
        return f"{speller.inner(day)}以后满{speller.inner(amount)}{unit}的那天"

    return words


def _apart(unit: str) -> Words:
    def words(speller: Speller, node: exp.Anonymous) -> str:
        start, end = (speller.inner(part) for part in node.expressions)
        return f"从{start}到{end}{unit}"

    return words


def _lacks(speller: Speller, node: exp.Anonymous, *, there: bool = False) -> str:
    asked = exp.Is(this=node.expressions[0].copy(), expression=exp.Null())
    return speller.denied(asked) if there else speller.condition(asked)


def _all_told(speller: Speller, node: exp.Anonymous) -> str:
    named = "、".join(speller.value(part) for part in node.expressions)
    return f"{named}都知道（有一项不知道的，待核实，缺的一次列全）"


def _has(held: bool) -> Words:
    return lambda speller, node: f"《{node.expressions[0].name}》里{'有' if held else '没有'}本户"


def _each(speller: Speller, node: exp.Anonymous) -> str:
    pairs = zip(node.expressions[::2], node.expressions[1::2], strict=True)
    lines = (f"{speller.condition(condition)}的，写{speller.value(words)}" for condition, words in pairs)
    return "把成立的各条连起来（一条也不成立的没有）：\n" + "\n".join(f"・{line}" for line in lines)


def _unread(held: bool) -> Words:
    def words(speller: Speller, node: exp.Anonymous) -> str:
        named = "、".join(speller.value(part) for part in node.expressions)
        return f"{named}{'有写了而读不懂的' if held else '没有写了而读不懂的'}"

    return words


def _any_row(speller: Speller, node: exp.Anonymous) -> str:
    return f"有一行{speller.within(node.expressions[0])}"


def _no_row(speller: Speller, node: exp.Anonymous) -> str:
    return f"没有一行{speller.within(node.expressions[0])}"


def _latest(word: str) -> Words:
    def words(speller: Speller, node: exp.Anonymous) -> str:
        value, day = (speller.inner(part) for part in node.expressions)
        return f"{day}最晚的那行的{value}（同一天有几个的取最{word}的；没写日期的算最早）"

    return words


FUNCTION_WORDS: Mapping[str, Words] = {
    "含": _holds,
    "含任一": _holds,
    "周岁": _apart("的周岁数"),
    "月数": _apart("满几个月"),
    "日数": _apart("相隔几天"),
    "加月": _later("个月"),
    "加日": _later("天"),
    "年月": lambda speller, node: f"{speller.inner(node.expressions[0])}所在的年月",
    "日": lambda speller, node: f"{speller.inner(node.expressions[0])}的那一天",
    "生日": lambda speller, node: f"{speller.inner(node.expressions[0])}里的出生日期（号码正确的）",
    "缺": _lacks,
    "齐": _all_told,
    "有": _has(True),
    "并列": lambda speller, node: f"各行不同的{speller.inner(node.expressions[0])}，用顿号连起来",
    "任一": _any_row,
    "最近最多": _latest("大"),
    "最近最少": _latest("小"),
    "逐项": _each,
    "缺时分": lambda speller, node: f"{speller.inner(node.expressions[0])}只写了日期、没写几时几分",
    "未读": _unread(True),
}
DENIED_WORDS: Mapping[str, Words] = {
    "含": lambda speller, node: _holds(speller, node, held=False),
    "含任一": lambda speller, node: _holds(speller, node, held=False),
    "缺": lambda speller, node: _lacks(speller, node, there=True),
    "有": _has(False),
    "任一": _no_row,
    "缺时分": lambda speller, node: f"{speller.inner(node.expressions[0])}没填，或写了几时几分",
    "未读": _unread(False),
}
