"""Candidates of damaged numbers: each slip in its own words, also where linking has the person already."""

import pyarrow as pa
import pytest

from rescue_cli.core import fields as f
from rescue_cli.link.damaged_ids import find_id_candidates
from rescue_cli.link.id_slips import shown_words, slip_words
from support.mentions import DIBAO, citizen, mentions_table, said

RIGHT = citizen(123, "19600305")
OTHER = citizen(7, "19800101")


@pytest.mark.parametrize(
    ("written", "words"),
    [
        (RIGHT[:16] + "9" + RIGHT[17:], "号码仅一位不同"),
        (RIGHT[:14] + RIGHT[15] + RIGHT[14] + RIGHT[16:], "号码相邻两位颠倒"),
        (RIGHT[:9] + RIGHT[10:], "号码少一位"),
        (RIGHT[:17], "号码少一位"),
        (RIGHT[:9] + "5" + RIGHT[9:], "号码多一位"),
        (RIGHT[:15] + "000", "号码末三位残缺"),
        (RIGHT[:14], "号码末4位残缺"),
        ("990203" + RIGHT[6:], "前六位（地区码）不同，其余十二位相同"),
        ("9" + RIGHT[1:5] + "9" + RIGHT[6:16] + "9" + RIGHT[17:], "号码两处不同"),
        (RIGHT[:14] + "9876", "号码前段相同，末几位不同"),
        (OTHER, ""),
        (RIGHT[:10], ""),
        (None, ""),
    ],
)
def test_every_slip_has_its_words(written, words):
    assert slip_words(written, RIGHT) == words


@pytest.mark.parametrize(
    ("shown", "words"),
    [
        (RIGHT[:6] + "*" * 8 + RIGHT[14:], "号码可见的10位都相符"),
        (RIGHT[:6] + "*" * 8 + "9999", ""),
        (RIGHT[:6] + "*" * 12, ""),  # the region alone
        (None, ""),
    ],
)
def test_digits_that_show(shown, words):
    assert shown_words(shown, RIGHT) == words


def damaged(*rows, same=()):
    """`same`: numbers of rows that linking took as one person."""
    mentions = mentions_table(rows)
    persons = [f"P{0 if n in same else n + 1}" for n in range(len(rows))]
    groups = pa.table({**{name: mentions[name] for name in f.MENTION_KEY}, f.PERSON: persons})
    return find_id_candidates(mentions, groups)


def test_a_row_that_was_merged_is_offered_its_persons_number_first():
    slipped = RIGHT[:16] + "9" + RIGHT[17:]
    (entry,) = damaged(
        said("张三", **{f.ID_NUMBER: slipped}),
        said("张三", DIBAO, **{f.ID_NUMBER: RIGHT}),
        said("张三", DIBAO, **{f.ID_NUMBER: citizen(124, "19600305")}),
        same=(0, 1),
    )
    assert entry.settled
    first, *others = entry.candidates
    assert first.number == RIGHT
    assert first.evidence.startswith("已按此号码归户；号码仅一位不同；姓名相同")
    assert all("归户" not in candidate.evidence for candidate in others)


def test_a_merged_row_is_offered_the_number_whatever_the_names_are():
    (entry,) = damaged(said("张叁", **{f.ID_NUMBER: "12"}), said("李四", **{f.ID_NUMBER: RIGHT}), same=(0, 1))
    assert [candidate.evidence for candidate in entry.candidates] == ["已按此号码归户；同村"]


def test_what_is_open_comes_before_what_is_settled():
    slipped = [number[:16] + "90"[number[16] == "9"] + number[17:] for number in (RIGHT, OTHER)]
    first, second = damaged(
        said("张三", **{f.ID_NUMBER: slipped[0]}),
        said("张三", DIBAO, **{f.ID_NUMBER: RIGHT}),
        said("李四", **{f.ID_NUMBER: slipped[1]}),
        said("李四", DIBAO, **{f.ID_NUMBER: OTHER}),
        same=(0, 1),
    )
    assert (first.row[f.HEAD_NAME], first.settled) == ("李四", False)
    assert (second.row[f.HEAD_NAME], second.settled) == ("张三", True)


def test_another_region_with_the_rest_and_the_name_alike_is_a_candidate():
    (entry,) = damaged(said("张三", **{f.ID_NUMBER: "990203" + RIGHT[6:]}), said("张三", DIBAO, **{f.ID_NUMBER: RIGHT}))
    assert "前六位（地区码）不同" in entry.candidates[0].evidence
    assert not damaged(said("张三", **{f.ID_NUMBER: "990203" + RIGHT[6:]}), said("李四", **{f.ID_NUMBER: RIGHT}))


def test_a_masked_number_is_known_by_what_shows():
    masked = RIGHT[:6] + "*" * 8 + RIGHT[14:]
    rows = [said("张三", **{f.ID_NUMBER: masked}), said("章三", DIBAO, **{f.ID_NUMBER: RIGHT})]
    mentions = mentions_table(rows)
    shown = pa.array([masked, None], pa.string())
    if f.SHOWN_DIGITS in mentions.column_names:
        mentions = mentions.drop_columns([f.SHOWN_DIGITS])
    mentions = mentions.append_column(f.SHOWN_DIGITS, shown)
    groups = pa.table({**{name: mentions[name] for name in f.MENTION_KEY}, f.PERSON: ["P1", "P2"]})
    (entry,) = find_id_candidates(mentions, groups)
    assert entry.candidates[0].evidence == "校验码相符；号码可见的10位都相符；姓名同音；同村"
