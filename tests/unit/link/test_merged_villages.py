"""撤村并居: rows that call a village by its old name, by another word or in an address live where it is today."""

import datetime as dt

from rescue_cli.core.townships import Township, VillageMerge
from rescue_cli.core.village_merges import VillageMerges
from rescue_cli.link.features import row_features, sorted_mentions
from rescue_cli.link.linkage_model import linking_model
from rescue_cli.values.dwelling import Villages, read_dwelling
from support.mentions import OTHER_TOWN, TOWN, linking_pack, mentions_table, said

SINCE = dt.date(2019, 1, 1)
TOWNSHIPS = (
    Township(
        TOWN,
        villages=("泾华村", "旧泾村", "边沟村"),
        village_aliases={"泾华村": ("华村",)},
        merges=(VillageMerge("旧泾村", TOWN, "泾华村", SINCE), VillageMerge("边沟村", OTHER_TOWN, "德林村", SINCE)),
    ),
    Township(OTHER_TOWN, villages=("德林村", "旧泾村")),
)
MERGES = VillageMerges.of(TOWNSHIPS)


def places(*rows):
    model = linking_model()
    mentions = sorted_mentions(mentions_table([said("示范甲", **row) for row in rows]))
    features = row_features(mentions, linking_pack(), model, model.thresholds, MERGES)
    return [tuple(line[name] for name in ("township", "reporting", "village", "door")) for line in features.to_pylist()]


def test_old_name_other_word_and_address_are_one_door():
    rows = (
        {"村居": "泾华村", "详细住址": "泾华村3组12号"},
        {"村居": "旧泾村", "详细住址": "旧泾村3组12号"},
        {"村居": "泾华村", "详细住址": "兴泾镇旧泾3组12号"},
        {"村居": "泾华村", "详细住址": "华村3组12号"},
    )
    assert places(*rows) == [("兴泾", "泾华", "泾华", "泾华/3-12")] * 4


def test_a_village_that_went_to_another_township():
    rows = (
        {"镇街": TOWN, "村居": "边沟村", "详细住址": "边沟村3组12号"},
        {"镇街": OTHER_TOWN, "村居": "德林村", "详细住址": "兴泾镇边沟村3组12号"},
        {"镇街": OTHER_TOWN, "村居": "德林村", "详细住址": "德林村3组12号"},
    )
    assert set(places(*rows)) == {("镇北堡", "德林", "德林", "德林/3-12")}


def test_a_village_of_the_same_name_elsewhere_stays_what_it_is():
    assert places({"镇街": OTHER_TOWN, "村居": "旧泾村", "详细住址": "旧泾村3组12号"}) == [
        ("镇北堡", "旧泾", "旧泾", "旧泾/3-12")
    ]


def test_settling_compares_places_of_one_day():
    mentions = mentions_table([said("示范甲", 村居=village) for village in ("旧泾村", "泾华村", "边沟村")])

    def settled(day):
        placed = MERGES.settled(mentions, day)
        assert placed.schema == mentions.schema
        return list(zip(placed["镇街"].to_pylist(), placed["村居"].to_pylist(), strict=True))

    assert settled(SINCE) == [(TOWN, "泾华村"), (TOWN, "泾华村"), (OTHER_TOWN, "德林村")]
    assert settled(dt.date(2018, 12, 31)) == [(TOWN, "旧泾村"), (TOWN, "泾华村"), (TOWN, "边沟村")]


def test_a_merge_of_a_merge_leads_to_the_last():
    twice = VillageMerges.of(
        [
            Township(
                TOWN,
                merges=(
                    VillageMerge("甲村", TOWN, "乙村", SINCE),
                    VillageMerge("乙村", TOWN, "丙村", dt.date(2020, 1, 1)),
                ),
            )
        ]
    )
    assert twice.place(TOWN, "甲村") == (TOWN, "丙村")
    assert twice.place(TOWN, "甲村", dt.date(2019, 6, 1)) == (TOWN, "乙村")
    assert twice.place(TOWN, "甲村", dt.date(2018, 6, 1)) == (TOWN, "甲村")


def test_a_renamed_village_in_an_address():
    known = Villages(["泾华"]).called({"旧泾村": "泾华村"})
    assert read_dwelling("旧泾3-12", known) == read_dwelling("泾华村三组12号", known)
