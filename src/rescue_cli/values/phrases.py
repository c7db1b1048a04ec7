"""Words of free text: the pieces it falls into, and what a piece says. What is not plainly said is not taken."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from rescue_cli.values.numerals import NUMERAL, han_number
from rescue_cli.values.parsed import compact, half_width, unique

_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
_NUMBER = re.compile(
    r"[(](\d{1,2}|[一二三四五六七八九十]{1,2})[)][、.]?|(?<![\d.])(\d{1,2})(?:[、)]|[.:](?!\d))"
    r"|(?:^|(?<=[\s,;。、]))([一二三四五六七八九十]{1,2})、"
)
_BREAK = " \t\n\r,;。、"
_APART = re.compile(r"[;。\n\r]+")
_COMMA = re.compile(r"(?<=[,、])(?!(?<=\d,)\d)")
_JOINT = re.compile(r"(?<=[,、 \t])(?!(?<=\d,)\d)|(?<![,、])(?=并(?![未不无非])|同时|另外)")
_PLANNED = re.compile(r"拟|建议|预计|计划|打算|准备|争取|将|可|应|望|如|若|待|申请|上报|正在")
_DONE = re.compile(r"已|\d{4}[-/.年]")
_REFUSED = re.compile(r"(?:不(?:同意|宜|应|能|再)|拒绝|放弃|暂缓|暂不|难以|未能?|没有)[^,;。]*$")
_UNMET = re.compile(
    r"(?:不符合|不符|未达到|达不到|不予(?:纳入|给予|享受)?|(?:未|不|没有)(?:予以?)?纳入|不给予)[^,;。:]*[、]$"
)
_OF_ALL = r"等?(?:各项|救助|社会救助|现行|政策|的)*(?:条件|标准|规定|要求|范围|待遇|政策)?[,、]?\s*"
_NEGATED = re.compile(
    r"(?:没有?|未|无|不|非|尚未|从未|并未|未能|不能|不再)(?:曾|再|予|给予|享受|纳入|获得|领取|办理|符合|有|发现|存在|出现|达到|任何)?$"
)
_DENIAL = re.compile(r"没有|从未|未(?!成年)|无(?![业力房])|不(?:再|能|曾|是|属|予|符合|存在)")
_INTENDED = re.compile(
    r"(?:拟|建议|预计|计划|打算|准备|争取|将|可(?!以?证)|同意上报|同意申报|原则同意|正在|正|待|尚待|等待)[^,;。、\n]{0,12}$"
)
_EARLIER = re.compile(r"(?:原|之前|以前|此前|先前|早|去年|前年|往年)(?:已|就|来|先)?[^,;。、\n]{0,8}$")
_CLAUSE_END = re.compile(r"[,;。、\n]")
_ENDS = re.compile(r"人?(?:[,;。、()\n]|$)")
_QUANTITY = re.compile(r"(\d[\d,]*(?:\.\d+)?)(万?元|户|人|口|名|个|岁|次|条)?")


class Piece(NamedTuple):
    """`number` as it stands before the piece (1、 (二) ③), 0 where there is none."""

    number: int
    text: str


def pieces(text: str, claims: Sequence[Sequence[str]] = (), *, strict: bool = False) -> list[Piece]:
    """The text cut at its numbering, its line ends, ；and 。; also at a comma where the words of another of `claims` begin.
    `strict`: at 并 and 同时 too, and nowhere within what a refusal or a plan before it may reach.

    >>> pieces("1、残疾补贴 2.仍有困难；③无")
    [Piece(number=1, text='残疾补贴'), Piece(number=2, text='仍有困难'), Piece(number=3, text='无')]
    >>> [piece.text for piece in pieces("低保：不符合条件，2022年12月1日纳入临时救助", [["低保"], ["临时救助"]])]
    ['低保:不符合条件', '2022年12月1日纳入临时救助']
    >>> [[piece.text for piece in pieces(text, [["低保"], ["临时救助"]], strict=True)] for text in ("纳入低保并给予临时救助", "拟纳入低保，给予临时救助")]
    [['纳入低保', '并给予临时救助'], ['拟纳入低保,给予临时救助']]
    """
    plain = half_width(_marked(text))
    cut_pieces: list[Piece] = []
    starts = _numbered(plain)
    cuts = [(0, 0, 0), *starts]
    ends = [start for start, _, _ in starts] + [len(plain)]
    for (_, begin, number), end in zip(cuts, ends, strict=True):
        for part in _APART.split(plain[begin:end]):
            cut_pieces += [Piece(number, bare) for cut in _cut(part, claims, strict) if (bare := cut.strip(" ,、\t:"))]
    return cut_pieces


def _marked(text: str) -> str:
    """Circled numbers as (1), each on a line of its own: half width would make a bare digit of them."""
    return re.sub(f"[{_CIRCLED}]", lambda mark: f"\n({_CIRCLED.index(mark[0]) + 1})", text)


def _numbered(text: str) -> list[tuple[int, int, int]]:
    """(start, end, number) of every number that begins a piece: after a break, or the next one of a run 1. 2. 3."""
    starts: list[tuple[int, int, int]] = []
    for match in _NUMBER.finditer(text):
        number = _number(match)
        last = starts[-1][2] if starts else 0
        if match.start() == 0 or text[match.start() - 1] in _BREAK or (last and number == last + 1):
            starts.append((match.start(), match.end(), number))
    return starts


def _number(match: re.Match[str]) -> int:
    numeral = next(group for group in match.groups() if group)
    return int(numeral) if numeral.isdigit() else han_number(numeral) or 0


def _cut(part: str, claims: Sequence[Sequence[str]], strict: bool) -> Iterable[str]:
    owner: int | None = None
    run = ""
    for phrase in (_JOINT if strict else _COMMA).split(part):
        own = next(
            (fact for fact, words in enumerate(claims) if any(word in phrase for word in words if not word.isdigit())),
            None,
        )
        apart = own is not None and owner is not None and own != owner and not _listed(run, claims)
        if apart and not (strict and _reaches(run, phrase, claims)):
            yield run
            run = ""
        owner = own if own is not None else owner
        run += phrase
    yield run


def _reaches(run: str, phrase: str, claims: Sequence[Sequence[str]]) -> bool:
    """Whether what stands in `run` may be said of `phrase` too: a plan, unless the phrase says itself that it is done or
    what it is about; a refusal, where 、 or 并 joins the two, or where the phrase is one more name in its row."""
    if ":" in phrase:
        return False
    if _goes_on(run, phrase, claims):
        return True
    if _PLANNED.search(run) and not _DONE.search(phrase):
        return True
    return _REFUSED.search(run) is not None and not run.endswith(",")


def _goes_on(run: str, phrase: str, claims: Sequence[Sequence[str]]) -> bool:
    """A row of names that are all refused: 不符合低保、特困条件."""
    names = "|".join(sorted({re.escape(word) for part in claims for word in part}, key=lambda word: (-len(word), word)))
    return (
        _UNMET.search(run) is not None
        and re.fullmatch(f"(?:{names})(?:[和及与](?:{names}))*{_OF_ALL}", phrase) is not None
    )


def _listed(run: str, claims: Sequence[Sequence[str]]) -> bool:
    """Nothing but names one after another (低保、医疗救助、): what follows is said of all of them."""
    words = {word for part in claims for word in part}
    return all(name in words for name in run.strip(" ,、").split("、"))


def claimed(all_pieces: Sequence[Piece], part: Sequence[str]) -> list[Piece]:
    """The pieces that are called by a number or a word of `part`: numbers first, else those beginning with a word, else
    those that hold one."""
    numbers = {int(word) for word in part if word.isdigit()}
    words = [compact(word) for word in part if not word.isdigit()]
    by_number = [piece for piece in all_pieces if piece.number in numbers]
    begins = [piece for piece in all_pieces if any(compact(piece.text).startswith(word) for word in words)]
    holds = [piece for piece in all_pieces if any(word in compact(piece.text) for word in words)]
    return by_number or begins or holds


def answer(text: str, part: Sequence[str] = ()) -> str | None:
    """What stands after the colon of a label that holds a word of `part`, or asks 是否; after 是否… without a colon the
    last word, where it answers. None where the text is no such question.

    >>> answer("近亲属享受社会救助：否", ["近亲属"]), answer("是否还享受其他政策 无"), answer("享受残疾补贴")
    ('否', '无', None)
    """
    plain = half_width(text)
    label, colon, rest = plain.partition(":")
    if (
        colon
        and len(label) <= _LONGEST_LABEL
        and ("是否" in label or any(word in compact(label) for word in part if not word.isdigit()))
    ):
        return rest.strip()
    asked = re.fullmatch(r".*?是否.*?(没有|[是否有无])?", compact(plain))
    return (asked[1] or "") if asked else None


_LONGEST_LABEL = 24


class Stated(NamedTuple):
    """`denied`: values whose words stand right after a denial. `doubtful`: a denial stands further before a value in its
    clause, and nobody can tell how far it reaches."""

    values: tuple[str, ...] = ()
    denied: tuple[str, ...] = ()
    doubtful: bool = False


def values_in_words(text: str, words: Mapping[str, str], intended: str | None = None) -> Stated:
    """The values whose words stand in the text, each once, a longer word before one inside it. A word of one character
    counts alone only. `intended`: the value of words that are only planned (预计…纳入); what was so before (原已享受) is in doubt.

    >>> values_in_words("预计12月予以纳入", {"纳入": "纳入"}, "办理中").values
    ('办理中',)
    >>> values_in_words("原已享受低保", {"享受": "纳入"}, "办理中").doubtful
    True
    >>> values_in_words("不符合低保条件，已纳入临时救助", {"不符合": "不符合", "纳入临时救助": "临时救助", "临时救助": "临时救助"})
    Stated(values=('不符合', '临时救助'), denied=(), doubtful=False)
    >>> values_in_words("未享受低保", {"低保": "低保"}), values_in_words("家中无人享受低保", {"低保": "低保"}).doubtful
    (Stated(values=(), denied=('低保',), doubtful=False), True)
    """
    plain = compact(text).upper()
    places: list[tuple[int, str]] = []
    rest = plain
    for word in sorted(words, key=lambda word: (-len(word), word)):
        for match in re.finditer(re.escape(word), rest) if len(word) > 1 or word == plain else ():
            places.append((match.start(), words[word]))
            rest = rest[: match.start()] + "\0" * len(word) + rest[match.end() :]
    denied = [(start, value) for start, value in sorted(places) if _NEGATED.search(rest[:start])]
    kept = [place for place in sorted(places) if place not in denied]
    doubtful = any(_DENIAL.search(_CLAUSE_END.split(rest[:start])[-1]) for start, _ in kept)
    if intended is not None:
        doubtful = doubtful or any(_EARLIER.search(rest[:start]) for start, _ in kept)
        kept = [(start, intended if _INTENDED.search(rest[:start]) else value) for start, value in kept]
    return Stated(tuple(unique(value for _, value in kept)), tuple(unique(value for _, value in denied)), doubtful)


def yes_or_no(text: str, yes: Sequence[str], no: Sequence[str]) -> bool | None:
    """True or False where words of the one kind alone stand in the text; a word of `yes` denied is a no.

    >>> yes_or_no("没有困难", ["有困难"], ["没有困难"]), yes_or_no("有困难，没有困难", ["有困难"], ["没有困难"])
    (False, None)
    >>> yes_or_no("无近亲属享受救助", ["近亲属享受"], ["不存在"])
    False
    """
    words = {compact(word).upper(): str(kind) for kind, answers in ((True, yes), (False, no)) for word in answers}
    stated = values_in_words(text, words)
    if stated.doubtful or len({*stated.values, *stated.denied}) != 1:
        return None
    return stated.values == ("True",) if stated.values else (False if stated.denied == ("True",) else None)


def quantities(text: str, units: Sequence[str], after: Sequence[str] = ()) -> list[str]:
    """The numbers of the text that stand before one of `units`, with it; or the number that is all there is. `after`:
    only those that stand right after one of these words and end their clause.

    >>> quantities("每月领取1,200元，共3人", ["元", "万元"]), quantities("3", ["人"])
    (['1,200元'], ['3'])
    >>> quantities("家庭共3人，户主68岁", ["人", "岁"], ["家庭"]), quantities("家庭2人患病", ["人"], ["家庭"])
    (['3人'], [])
    """
    plain = compact(text)
    if (whole := _QUANTITY.fullmatch(plain)) and not whole[2]:
        return [plain]
    led = re.compile(f"(?:{'|'.join(map(re.escape, after))})[:为有共是]{{0,2}}$") if after else None
    return unique(
        match[0]
        for match in _QUANTITY.finditer(plain)
        if match[2] in units
        and (led is None or (led.search(plain[: match.start()]) and _ENDS.match(plain, match.end())))
    )


_MOUTHS = re.compile(rf"(?<![\d{NUMERAL}])(\d{{1,2}}|[{NUMERAL}]{{1,3}})口(?:人|之家)")


def mouths(text: str) -> list[str]:
    """How many live in the household, said as nobody says anything else.

    >>> mouths("该户4口人，户主患病"), mouths("五口之家"), mouths("2人患病")
    (['4口'], ['5口'], [])
    """
    numbers = (
        han_number(match[1]) if not match[1].isdigit() else int(match[1]) for match in _MOUTHS.finditer(compact(text))
    )
    return unique(f"{number}口" for number in numbers if number is not None)
