"""A row of a result that is a household's by a damaged number is named in its reason."""

import pyarrow as pa

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.states import Band
from rescue_cli.core.tables import CLUSTERS, PAIRS
from rescue_cli.settle import damaged_number_notes
from support.mentions import RESULTS, ROSTER, linking_pack, mentions_table, said

CASE, OTHER = "640105-00001", "640105-00002"
SLIP = "身份证号仅一位不同；姓名相同；同村"


def notes(evidence: str, second: str = RESULTS, of: str = CASE, band: str = Band.SAME) -> list[dict]:
    rows = [
        {**said("庄华邦", form, **{f.SOURCE_FILE: f"{form}.xlsx"}), f.ROW: row, f.MEMBER: None}
        for row, form in ((3, ROSTER), (7, second))
    ]
    mentions = mentions_table(rows)
    lines = mentions.to_pylist()
    sides = [[line[name] for name in f.MENTION_KEY] for line in lines]
    pair = dict(zip((*c.LEFT, *c.RIGHT), (*sides[0], *sides[1]), strict=True)) | {c.BAND: band, c.EVIDENCE: evidence}
    pairs = pa.Table.from_pylist([{**dict.fromkeys(PAIRS.names), **pair}], schema=PAIRS)
    homes = [
        {**dict.fromkeys(CLUSTERS.names), **dict(zip(f.MENTION_KEY, side, strict=True)), f.CASE: case}
        for side, case in zip(sides, (CASE, of), strict=True)
    ]
    clusters = pa.Table.from_pylist(homes, schema=CLUSTERS)
    return damaged_number_notes(pairs, mentions, clusters, linking_pack()).to_pylist()


def test_the_row_and_how_its_number_is_like_the_households_are_said() -> None:
    assert notes(SLIP) == [{f.CASE: CASE, "待计": f"；按残缺号码认定，见{RESULTS}第7行（身份证号仅一位不同）"}]


def test_nothing_is_said_of_whole_or_missing_numbers_of_questions_and_of_two_rosters() -> None:
    assert notes("身份证号相同；姓名相同") == notes("身份证号不全；姓名相同") == notes("姓名相同") == []
    assert notes(SLIP, band=Band.OPEN) == []
    assert notes(SLIP, of=OTHER) == []
    assert notes(SLIP, second=ROSTER) == []
