"""Why pairs were wrongly joined or missed: what their rows have in common, and the classes by size."""

from collections import Counter
from collections.abc import Iterable, Iterator

from county_folder import Line
from judge_measure import Linked, Pair, answered, home_pairs, missed_persons, torn_homes, wrong_persons
from people import CHECK, FACTORS
from pypinyin import lazy_pinyin

CLASSES, EXAMPLES = 15, 25
HEADINGS = {  # what a heading contains; 户主's whole
    "身份证": ("身份", "公民"),
    "电话": ("电话", "手机", "联系方式"),
    "地址": ("住址", "地址"),
    "村": ("村", "居"),
    "户主": ("户主姓名", "户主"),
}
FILLERS = ("无", "不详", "未提供", "/", "—", "同上")
SUFFIXES = ("村民委员会", "村委会", "居委会", "社区", "村")


def failures(linked: Linked, lines: list[Line]) -> Iterator[str]:
    """A title and its classes for each kind of failure."""
    final = answered(linked, lines)
    homes = home_pairs(linked, lines)[1]
    yield from _pairs_listed("错并（人）", wrong_persons(linked.persons, lines), linked, lines)
    yield from _pairs_listed("错并（户）", homes, linked, lines)
    yield from _classes("未自动并、裁定后仍漏（人）", missed_persons(final, lines), lines)
    automatic = set(missed_persons(linked.persons, lines)) - set(missed_persons(final, lines))
    yield from _classes("裁定后才并（人）", automatic, lines)
    wrong = [(a, b) for a, b in linked.open if lines[a].person != lines[b].person]
    yield from _classes("白问（不是同一人）", wrong, lines)
    yield f"问的是成员行上的户主名 {linked.pointed}"
    torn = torn_homes(linked, lines)[1]
    yield f"拆散的户 {len(torn)}"
    for rows in torn[:EXAMPLES]:
        yield from (f"    {linked.cases[n]:>14} {_shown(lines[n])}" for n in rows)
        yield ""


def _pairs_listed(title: str, pairs: list[Pair], linked: Linked, lines: list[Line]) -> Iterator[str]:
    yield from _classes(title, pairs, lines)
    for a, b in pairs[:EXAMPLES]:
        yield f"    {_shown(lines[a])}\n    {_shown(lines[b])}\n      {linked.evidence.get((a, b), '经由别的行')}"


def _classes(title: str, pairs: Iterable[Pair], lines: list[Line]) -> Iterator[str]:
    ordered = sorted(pairs)
    yield f"{title} {len(ordered)}"
    counted = Counter(difference(lines[a], lines[b]) for a, b in ordered)
    example = {difference(lines[a], lines[b]): (a, b) for a, b in reversed(ordered)}
    for words, times in sorted(counted.items(), key=lambda entry: (-entry[1], entry[0]))[:CLASSES]:
        a, b = example[words]
        yield f"  {times:>5}  {words}    如 {lines[a].file}:{lines[a].number} {lines[b].file}:{lines[b].number}"


def _shown(line: Line) -> str:
    return f"{line.file}:{line.number} 人{line.person} 户{'|'.join(line.homes)} " + " ".join(
        value for value in line.values.values() if value
    )


def difference(left: Line, right: Line) -> str:
    """What two rows have in common, as one line of words."""
    pairs = {name: (_cell(left, name), _cell(right, name)) for name in HEADINGS}
    return " ".join(
        (
            "身份证" + compare_numbers(*pairs["身份证"]),
            "姓名" + compare_names(_name(left), _name(right)),
            "电话" + _plain(*pairs["电话"]),
            "村" + _plain(*map(_village, pairs["村"])),
            "地址" + _plain(*pairs["地址"]),
            "户主" + _plain(*pairs["户主"]),
        )
    )


def compare_numbers(left: str, right: str) -> str:
    """缺 遮 同 截 一位 换位 区 十五位 另一有效 异."""
    if not left or not right:
        return "缺"
    if left == right:
        return "同"
    if "*" in left + right:
        return "遮"
    if any(number.endswith("000") or "E+" in number for number in (left, right)):
        return "截"
    if len(left) == len(right) == 18:
        return _whole_numbers(left, right)
    return "十五位" if {len(left), len(right)} == {15, 18} else "异"


def _whole_numbers(left: str, right: str) -> str:
    places = [n for n, (a, b) in enumerate(zip(left, right, strict=True)) if a != b]
    if len(places) == 1:
        return "一位"
    if left[6:] == right[6:]:
        return "区"
    if len(places) == 2 and left[places[0]] == right[places[1]] and left[places[1]] == right[places[0]]:
        return "换位"
    return "另一有效" if _valid(left) and _valid(right) else "异"


def _valid(number: str) -> bool:
    stem = number[:17]
    return stem.isdigit() and CHECK[sum(int(d) * f for d, f in zip(stem, FACTORS, strict=True)) % 11] == number[17]


def compare_names(left: str, right: str) -> str:
    """缺 同 遮 同音 近 (one character more, less or other) 异."""
    if not left or not right:
        return "缺"
    if left == right:
        return "同"
    if any(mark in left + right for mark in "*某"):
        return "遮"
    if lazy_pinyin(left) == lazy_pinyin(right):
        return "同音"
    return "近" if _near(left, right) else "异"


def _near(left: str, right: str) -> bool:
    if len(left) == len(right):
        return sum(a != b for a, b in zip(left, right, strict=True)) == 1
    longer, shorter = (left, right) if len(left) > len(right) else (right, left)
    return any(longer[:n] + longer[n + 1 :] == shorter for n in range(len(longer)))


def _plain(left: str, right: str) -> str:
    return "缺" if not left or not right else "同" if left == right else "异"


def _cell(line: Line, name: str) -> str:
    heading = next((heading for heading in line.values if _means(heading, name)), "")
    value = line.values.get(heading, "")
    return "" if value in FILLERS else value


def _means(heading: str, name: str) -> bool:
    if name == "户主":
        return heading in HEADINGS[name]
    place = any(word in heading for word in HEADINGS["地址"])  # 居住地址 is no 居委会
    return any(word in heading for word in HEADINGS[name]) and place == (name == "地址")


def _name(line: Line) -> str:
    own = next((v for heading, v in line.values.items() if heading.endswith("姓名") and "户主" not in heading), "")
    return (own or _cell(line, "户主")).replace("　", "").replace(" ", "")


def _village(name: str) -> str:
    return next((name.removesuffix(word) for word in SUFFIXES if name.endswith(word)), name)
