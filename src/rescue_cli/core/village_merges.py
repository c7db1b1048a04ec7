"""Where a village of old is today: 撤村并居, as rescue.toml tells it."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from rescue_cli.core import fields as f
from rescue_cli.core.townships import Township, VillageMerge

Place = tuple[str | None, str | None]  # (镇街, 村居)


@dataclass(frozen=True)
class VillageMerges:
    """`of_place`: (township, village) → what became of it. A village that went to another township is found under that
    one too, unless it has a village of the same name itself. `renamed`: township → word in an address → village today."""

    of_place: Mapping[Place, VillageMerge] = field(default_factory=dict)
    renamed: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, townships: Iterable[Township]) -> "VillageMerges":
        """Those of all townships; rescue.toml was checked: nothing leads in a circle."""
        townships = list(townships)
        own: dict[Place, VillageMerge] = {
            (township.name, merge.old): merge for township in townships for merge in township.merges
        }
        villages = {(township.name, village) for township in townships for village in township.villages}
        moved: dict[Place, VillageMerge] = {
            (merge.township, merge.old): merge for merge in own.values() if (merge.township, merge.old) not in villages
        }
        return cls({**moved, **own}, _renamed(townships, cls(own)))

    def place(self, township: str | None, village: str | None, day: dt.date = dt.date.max) -> Place:
        """Township and village a place belonged to on `day`, by default now."""
        where = township, village
        while (merge := self.of_place.get(where)) is not None and merge.start <= day:
            where = merge.township, merge.new
        return where

    def settled(self, mentions: pa.Table, day: dt.date) -> pa.Table:
        """The mentions with 镇街 and 村居 as they are on `day`: two lists that call one village by two names agree."""
        if not self.of_place or not {f.TOWNSHIP, f.VILLAGE} <= set(mentions.column_names):
            return mentions
        columns = self.places(mentions[f.TOWNSHIP].to_pylist(), mentions[f.VILLAGE].to_pylist(), day)
        for name, values in zip((f.TOWNSHIP, f.VILLAGE), columns, strict=True):
            index = mentions.schema.get_field_index(name)
            mentions = mentions.set_column(index, mentions.schema.field(index), pa.array(values, pa.string()))
        return mentions

    def places(
        self, townships: Sequence[str | None], villages: Sequence[str | None], day: dt.date = dt.date.max
    ) -> tuple[list[str | None], ...]:
        """The same of rows, as two columns."""
        known = {pair: self.place(*pair, day) for pair in set(zip(townships, villages, strict=True))}
        today = [known[pair] for pair in zip(townships, villages, strict=True)]
        return [township for township, _ in today], [village for _, village in today]


def _renamed(townships: Sequence[Township], merges: VillageMerges) -> dict[str, dict[str, str]]:
    """Words for villages that are not their names today: aliases, and names of old – in the township that had it and in
    the one that has it. A township's own name of today outweighs what came to it."""
    words: dict[str, dict[str, str]] = {township.name: {} for township in townships}
    for township in townships:
        for village, word in township.village_words():
            where, now = merges.place(township.name, village)
            for name in {township.name, str(where)}:
                if word != now:
                    words.setdefault(name, {}).setdefault(word, str(now))
    for township in townships:
        for village in township.villages:
            if merges.place(township.name, village) == (township.name, village):
                words[township.name].pop(village, None)
    return {name: renamed for name, renamed in words.items() if renamed}
