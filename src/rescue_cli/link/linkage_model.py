"""The linkage model, read from `schemas/linking/`: levels, blocks, rules, weights and the tables of characters and names."""

import csv
from dataclasses import dataclass
from functools import cache
from itertools import permutations
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from rescue_cli.core.toml_file import read_toml
from rescue_cli.pack.load import schemas_root
from rescue_cli.values.sound import regional


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Thresholds(_Closed):
    """Where the bands lie and when a block or a file is too much; a pack may set each of them in `[linking]`."""

    review: float
    phone_heads: int
    id_names: int
    large_block: int
    wrong_file_share: float
    wrong_file_rows: int


class Level(_Closed):
    """One outcome of a comparison; the last level of a comparison has no condition."""

    name: str
    when: str = "true"
    words: str = ""


class Comparison(_Closed):
    name: str
    level: tuple[Level, ...] = Field(min_length=2)


class Fact(_Closed):
    """A further condition over two rows that rules may name."""

    name: str
    when: str


class Block(_Closed):
    """Rows are compared where `key`, an expression over one row, is equal and not null; of two such rows `side`, a
    condition over one row, must hold of at least one."""

    name: str
    title: str
    key: str
    side: str = "true"


class Never(_Closed):
    """Where `when` holds over the levels no rule may join the two rows."""

    when: str
    words: str


class Ask(_Closed):
    """Pairs always shown to a person, whatever their points."""

    when: str
    words: str


class Silent(_Closed):
    """Pairs nobody is asked about, whatever their points."""

    when: str
    words: str


class Rule(_Closed):
    """A certain pair: `when` is a condition over the levels, `sentence` what the clerk can check. All rules of a tier are
    looked at together, the first tier first: what rests on the number goes before what rests on the household."""

    name: str
    tier: int
    when: str
    sentence: str


class Family(_Closed):
    """As `Rule`, but compared only between rows of two listings that share a person already."""

    name: str
    when: str
    sentence: str


class FamilyAsk(_Closed):
    """Pairs of two listings that share a person which are shown to a person where no rule took either row."""

    when: str
    words: str


class Evidence(_Closed):
    """Words shown beside a pair; they do not count."""

    words: str
    when: str
    otherwise: str = ""
    otherwise_when: str = "false"


class Shapes(_Closed):
    """`model.toml`."""

    thresholds: Thresholds
    comparison: tuple[Comparison, ...]
    fact: tuple[Fact, ...]
    evidence: tuple[Evidence, ...]
    block: tuple[Block, ...]
    never: tuple[Never, ...]
    ask: tuple[Ask, ...]
    silent: tuple[Silent, ...]
    rule: tuple[Rule, ...]
    family: tuple[Family, ...]
    family_ask: tuple[FamilyAsk, ...]

    @property
    def taking(self) -> tuple[Rule | Family, ...]:
        """Everything that takes pairs by itself; `Edge.rule` counts through it."""
        return (*self.rule, *self.family)


class Weights(_Closed):
    """`weights.toml`: points (bits) a level adds; `prior` is subtracted; `rarity` scales how much a rare name adds."""

    prior: float
    rarity: float
    level: dict[str, dict[str, float]]


class Characters(_Closed):
    share: Annotated[float, Field(gt=0)]
    of: str


class Names(_Closed):
    """`names.toml`: shares per 10,000."""

    single: float
    other_surname: float
    other_character: float
    prior_rows: int
    common_given: str  # given names of two characters, apart by blanks
    nickname_starts: str
    nickname_characters: str
    surnames: dict[str, float]
    characters: tuple[Characters, ...]


@dataclass(frozen=True)
class Model:
    """Everything linking knows before it sees a row."""

    shapes: Shapes
    weights: Weights
    names: Names
    sounds: dict[str, str]  # character → syllable without tone
    regional: dict[str, str]  # the same as local speech merges them
    alike: tuple[str, ...]  # ordered pairs of characters that look alike, written together
    character_share: dict[str, float]
    common_given: frozenset[str]

    @property
    def thresholds(self) -> Thresholds:
        return self.shapes.thresholds


@cache
def linking_model() -> Model:
    """The shipped model. Raises pydantic.ValidationError where a file of it is not what it should be."""
    names = Names.model_validate(_toml("names.toml"))
    sounds = _sounds()
    merged = {sound: regional(sound) for sound in sorted(set(sounds.values()))}
    return Model(
        Shapes.model_validate(_toml("model.toml")),
        Weights.model_validate(_toml("weights.toml")),
        names,
        sounds,
        {character: merged[sound] for character, sound in sounds.items()},
        tuple(sorted({a + b for family in _toml("lookalikes.toml")["families"] for a, b in permutations(family, 2)})),
        {character: band.share / 10000 for band in names.characters for character in band.of},
        frozenset(names.common_given.split()),
    )


def _toml(name: str) -> dict[str, Any]:
    return read_toml(schemas_root() / "linking" / name)


def _sounds() -> dict[str, str]:
    with (schemas_root() / "linking" / "sounds.csv").open(encoding="utf-8", newline="") as file:
        return {character: line["sound"] for line in csv.DictReader(file) for character in line["characters"]}
