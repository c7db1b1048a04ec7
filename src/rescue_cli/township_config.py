"""The sections [townships."…"] of rescue.toml: other words, villages with their aliases and codes, 撤村并居."""

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from pydantic import Field

from rescue_cli.core.states import Area
from rescue_cli.core.townships import Township, VillageMerge
from rescue_cli.core.village_merges import Place
from rescue_cli.pack.model import Closed, Text
from rescue_cli.pack.nearest_name import nearest

_CODE = re.compile(r"\d{12}")
_REGION_DIGITS = 6  # of a village's code: 省、市、县


class VillageMergeConfig(Closed):
    """`old` is part of `new` from the day `start` on; `township`: of `new`, where it is another one."""

    old: Text
    new: Text
    township: Text | None = None
    start: dt.date = Field(alias="from")


class TownshipConfig(Closed):
    """What the clerk adds to a township: other words for it, its villages, the default 城乡 of rows that do not say."""

    aliases: tuple[Text, ...] = ()
    villages: tuple[Text, ...] = ()
    area: Area | None = None
    village_area: dict[Text, Area] = Field(default_factory=dict)
    village_aliases: dict[Text, tuple[Text, ...]] = Field(default_factory=dict)
    village_codes: dict[Text, Text] = Field(default_factory=dict)
    merged: tuple[VillageMergeConfig, ...] = ()


def make_township(name: str, aliases: Sequence[str], config: TownshipConfig, words: dict[str, str]) -> Township:
    """A township of the pack with what rescue.toml adds. `words`: word for a township → its name."""
    gone = [merge.old for merge in config.merged]
    listed = [*config.villages, *config.village_area] if config.villages else _named(config)
    return Township(
        name=name,
        aliases=tuple(dict.fromkeys([*aliases, *config.aliases])),
        villages=tuple(dict.fromkeys([*listed, *gone])),
        area=config.area,
        village_area=dict(config.village_area),
        lists_all=bool(config.villages),
        village_aliases=dict(config.village_aliases),
        village_codes=dict(config.village_codes),
        merges=tuple(
            VillageMerge(merge.old, words.get(merge.township or name, merge.township or name), merge.new, merge.start)
            for merge in config.merged
        ),
    )


def _named(config: TownshipConfig) -> list[str]:
    """The villages that are spoken of, where nobody listed them."""
    here = [merge.new for merge in config.merged if merge.township is None]
    return [*config.village_area, *config.village_aliases, *config.village_codes, *here]


def village_faults(townships: Sequence[Township], region: str | None) -> list[str]:
    """What is wrong with villages, a sentence each: names no list has, words and codes for two villages, codes that are
    none or of another district (`region`: its six digits), merges into nowhere or in a circle."""
    by_name = {township.name: township for township in townships}
    faults = [fault for township in townships for fault in _of_township(township, by_name)]
    return [*faults, *_code_faults(townships, region), *_circles(townships)]


def _of_township(township: Township, by_name: dict[str, Township]) -> Iterator[str]:
    place = f"townships.{township.name}"
    for key, names in (("village_aliases", township.village_aliases), ("village_codes", township.village_codes)):
        for village in names:
            yield from _unlisted(f"{place}.{key}", village, township)
    yield from _word_faults(place, township)
    for old in _twice(merge.old for merge in township.merges):
        yield f"{place}.merged：“{old}”写了两次，一个村只能并到一处，请只留一处"
    for merge in township.merges:
        receiving = by_name.get(merge.township)
        if receiving is None:
            yield f"{place}.merged：没有“{merge.township}”这个镇街{_hint(merge.township, by_name)}"
        else:
            yield from _unlisted(f"{place}.merged", merge.new, receiving)


def _unlisted(place: str, village: str, township: Township) -> Iterator[str]:
    if township.lists_all and village not in township.villages:
        hint = _hint(village, township.villages)
        yield f"{place}：{township.name}的 villages 里没有“{village}”{hint or '，请先写进去'}"


def _hint(word: str, known: Iterable[str]) -> str:
    close = nearest(word, known)
    return f"，是否想写“{close}”？" if close else ""


def _word_faults(place: str, township: Township) -> Iterator[str]:
    """A word that means two villages means neither."""
    owners = {village: village for village in township.villages}
    for village, aliases in township.village_aliases.items():
        for alias in dict.fromkeys(aliases):
            other = owners.setdefault(alias, village)
            if other != village:
                what = "是另一个村居的名称" if alias == other else f"也是“{other}”的别名"
                yield f"{place}.village_aliases：“{alias}”{what}，不能写成“{village}”的别名"


def _code_faults(townships: Sequence[Township], region: str | None) -> Iterator[str]:
    owners: dict[str, str] = {}
    for township in townships:
        for village, code in township.village_codes.items():
            place = f"townships.{township.name}.village_codes.{village}"
            if not _CODE.fullmatch(code):
                yield f"{place}：统计用区划代码应是12位数字，加引号，现在是{len(code)}位“{code}”"
                continue
            if region and not code.startswith(region):
                yield f"{place}：“{code}”的前{_REGION_DIGITS}位不是本区的区划代码{region}"
            other = owners.setdefault(code, f"{township.name}{village}")
            if other != f"{township.name}{village}":
                yield f"{place}：“{code}”已是{other}的代码，一个代码只能写一处"


def _circles(townships: Sequence[Township]) -> Iterator[str]:
    """A village that in the end would be part of itself; each circle once."""
    after: dict[Place, Place] = {
        (township.name, merge.old): (merge.township, merge.new) for township in townships for merge in township.merges
    }
    circled: set[Place] = set()
    for first in after:
        way: list[Place] = [first]
        while way[-1] in after and way[-1] not in way[:-1]:
            way.append(after[way[-1]])
        if way[-1] in way[:-1] and circled.isdisjoint(way):
            circled.update(way)
            circle = way[way.index(way[-1]) :]
            steps = "→".join(str(village) for _, village in circle)
            yield f"townships.{circle[0][0]}.merged：{steps} 绕成一圈，不知道现在是哪个村，请删去写错的一处"


def _twice(names: Iterable[str]) -> list[str]:
    ordered = sorted(names)
    return sorted({name for name, other in pairwise(ordered) if name == other})
