"""Which rows are one person, which one household, and what is left for a person to decide."""

from typing import Any

import pyarrow as pa
import pytest

from rescue_cli.core import fields as f
from rescue_cli.core.findings import findings_table
from rescue_cli.core.linkage import Linked
from rescue_cli.core.tables import GROUPS, PAIRS
from rescue_cli.engine.duckdb import DuckEngine
from rescue_cli.link import link
from rescue_cli.link.telephones import single_phones
from rescue_cli.pack.load import load_catalogue
from support.mentions import (
    CLUES,
    DIBAO,
    MEMBERS,
    OTHER_TOWN,
    RESULTS,
    SCATTERED,
    SURVEY,
    citizen,
    linking_pack,
    mentions_table,
    said,
)

PHONE, OTHER_PHONE = "19900000001", "19900000002"


def run(*rows: dict[str, Any]) -> tuple[Linked, list[str]]:
    """The result and the codes of the findings; rendering every finding proves its facts are complete."""
    with DuckEngine() as engine:
        linked, findings = link(engine, mentions_table(rows), linking_pack())
    rendered = findings_table(findings, load_catalogue()).to_pylist()
    assert not [line for line in rendered if "未注明" in line["问题"] + line["怎么改"]]
    assert linked.groups.schema == GROUPS
    assert linked.pairs.schema == PAIRS
    return linked, [finding.code for finding in findings]


def by_row(linked: Linked, column: str) -> list[str | None]:
    """`column` in the order the rows were written down (row numbers are given in that order)."""
    lines = sorted(linked.groups.to_pylist(), key=lambda line: line[f.ROW])
    return [line[column] for line in lines]


def bands(linked: Linked) -> list[str]:
    return linked.pairs["档"].to_pylist()


def rules(linked: Linked) -> list[str | None]:
    return linked.pairs["规则"].to_pylist()


@pytest.mark.parametrize(
    ("agreeing", "rule", "evidence"),
    [
        ({f.ID_NUMBER: citizen(1)}, "A1", "身份证号相同；姓名相同"),
        ({f.PHONE: PHONE}, "A7", "姓名相同；联系方式相同"),
        ({f.ADDRESS: "泾华村1组12号"}, "A6", "姓名相同；住址相同"),
    ],
)
def test_one_agreeing_key_with_the_name_makes_one_household(agreeing: dict[str, str], rule: str, evidence: str) -> None:
    linked, codes = run(said("张三", **agreeing), said("张三", SCATTERED, **agreeing))
    first, second = by_row(linked, f.HOUSEHOLD)
    assert first is not None
    assert first == second
    assert (bands(linked), rules(linked)) == (["同一"], [rule])
    assert all(part in linked.pairs["证据"][0].as_py() for part in evidence.split("；"))
    assert codes == []


def test_household_reported_by_two_townships_is_one() -> None:
    linked, _ = run(
        said("张三", **{f.ID_NUMBER: citizen(1)}), said("张三", **{f.ID_NUMBER: citizen(1), f.TOWNSHIP: OTHER_TOWN})
    )
    assert len(set(by_row(linked, f.HOUSEHOLD))) == 1


def test_same_id_under_two_names_is_not_merged_but_shown() -> None:
    linked, codes = run(said("张三", **{f.ID_NUMBER: citizen(1)}), said("李四", **{f.ID_NUMBER: citizen(1)}))
    assert len(set(by_row(linked, f.PERSON))) == 2
    assert bands(linked) == ["待裁定"]
    assert codes == ["LINK-ID-NAMES-DIFFER"]


def test_two_valid_ids_veto_name_and_phone() -> None:
    far = citizen(1), citizen(2, "19851231")
    linked, _ = run(*(said("张三", **{f.ID_NUMBER: number, f.PHONE: PHONE}) for number in far))
    assert len(set(by_row(linked, f.PERSON))) == 2
    assert "同一" not in bands(linked)


def test_ids_a_slip_apart_are_left_to_a_person() -> None:
    linked, _ = run(*(said("张三", **{f.ID_NUMBER: citizen(n), f.PHONE: PHONE}) for n in (1, 2)))
    assert len(set(by_row(linked, f.PERSON))) == 2
    assert bands(linked) == ["待裁定"]


def test_row_without_id_that_fits_two_ids_joins_neither() -> None:
    linked, _ = run(
        said("张三", **{f.ID_NUMBER: citizen(1), f.PHONE: PHONE}),
        said("张三", **{f.ID_NUMBER: citizen(2, "19851231"), f.ADDRESS: "泾华村1组12号"}),
        said("张三", **{f.PHONE: PHONE, f.ADDRESS: "泾华村1组12号"}),
    )
    assert len(set(by_row(linked, f.HOUSEHOLD))) == 3
    assert bands(linked) == ["待裁定", "待裁定"]


def test_invalid_id_does_not_stand_in_the_way_of_phone() -> None:
    wrong = citizen(1)[:-1] + ("1" if citizen(1)[-1] != "1" else "2")
    linked, _ = run(
        said("张三", **{f.ID_NUMBER: citizen(1), f.PHONE: PHONE}), said("张三", **{f.ID_NUMBER: wrong, f.PHONE: PHONE})
    )
    assert len(set(by_row(linked, f.HOUSEHOLD))) == 1


def test_one_of_several_phones_is_enough() -> None:
    linked, _ = run(said("张三", **{f.PHONE: f"{PHONE}、{OTHER_PHONE}"}), said("张三", **{f.PHONE: OTHER_PHONE}))
    assert len(set(by_row(linked, f.HOUSEHOLD))) == 1


@pytest.mark.parametrize("blank", [{}, {f.PHONE: "无"}, {f.PHONE: "00000000000"}, {f.ADDRESS: "不详"}])
def test_blank_and_placeholder_values_never_match(blank: dict[str, str]) -> None:
    other = {**blank, f.VILLAGE: "泾河村"}
    linked, _ = run(said("张三", **blank), said("张三", **other))
    assert len(set(by_row(linked, f.HOUSEHOLD))) == 2
    assert "同一" not in bands(linked)
    assert not any(word in text for text in linked.pairs["证据"].to_pylist() for word in ("方式相同", "住址相同"))


def test_namesakes_of_one_village_are_shown_not_merged() -> None:
    linked, _ = run(said("张三"), said("张三", SCATTERED))
    assert len(set(by_row(linked, f.HOUSEHOLD))) == 2
    assert bands(linked) == ["待裁定"]
    assert {"姓名相同", "同村"} <= set(linked.pairs["证据"][0].as_py().split("；"))


def test_namesakes_with_two_valid_ids_are_not_even_shown() -> None:
    far = citizen(1), citizen(2, "19851231")
    linked, _ = run(*(said("张三", **{f.ID_NUMBER: number}) for number in far))
    assert bands(linked) == []


def test_door_number_alone_does_not_join_two_villages() -> None:
    door = {f.ADDRESS: "1组12号"}
    linked, _ = run(said("张三", **door), said("张三", **{**door, f.VILLAGE: "泾河村"}))
    assert len(set(by_row(linked, f.HOUSEHOLD))) == 2


def test_result_attaches_by_its_key() -> None:
    linked, codes = run(
        said("张三", **{f.ID_NUMBER: citizen(1)}), said("张三", RESULTS, **{f.ID_NUMBER: citizen(1), f.VILLAGE: None})
    )
    assert len(set(by_row(linked, f.HOUSEHOLD))) == 1
    assert codes == []


@pytest.mark.parametrize("village", ["泾华村", None])
def test_bare_result_follows_a_name_that_stands_once(village: str | None) -> None:
    linked, codes = run(
        said("张三", **{f.ID_NUMBER: citizen(1), f.PHONE: PHONE}), said("张三", RESULTS, **{f.VILLAGE: village})
    )
    assert len(set(by_row(linked, f.HOUSEHOLD))) == 1
    assert len(set(by_row(linked, f.PERSON))) == 1
    assert bands(linked) == ["同一"]
    assert codes == []


def test_the_same_number_copied_with_its_slip_is_the_same_person() -> None:
    """A number that fails its check digit, written alike beside the same name; the same number of another name is not."""
    slip = {f.ID_NUMBER: "990101197001011234", f.VILLAGE: None}
    linked, _ = run(said("张三", **slip), said("张三", RESULTS, **slip), said("李四", **slip))
    first, second, third = by_row(linked, f.HOUSEHOLD)
    assert first == second != third


def test_result_with_an_id_follows_the_only_namesake_of_a_roster_that_has_none() -> None:
    linked, codes = run(said("张三", **{f.PHONE: PHONE}), said("张三", RESULTS, **{f.ID_NUMBER: citizen(1)}))
    assert len(set(by_row(linked, f.HOUSEHOLD))) == 1
    assert codes == []


def test_result_with_an_id_one_slip_from_the_rosters_is_another_person() -> None:
    linked, codes = run(said("张三", **{f.ID_NUMBER: citizen(1)}), said("张三", RESULTS, **{f.ID_NUMBER: citizen(2)}))
    assert by_row(linked, f.HOUSEHOLD)[1] is None
    assert codes == ["LINK-RESULT-NO-HOUSEHOLD"]


def test_bare_result_with_two_namesakes_attaches_to_none() -> None:
    linked, codes = run(said("张三", **{f.PHONE: PHONE}), said("张三", **{f.PHONE: OTHER_PHONE}), said("张三", RESULTS))
    assert by_row(linked, f.HOUSEHOLD)[2] is None
    assert codes == ["LINK-ROW-TWO-HOUSEHOLDS"]
    assert set(bands(linked)) == {"待裁定"}
    asked = {tuple(sorted((pair["左行"], pair["右行"]))) for pair in linked.pairs.to_pylist()}
    assert {(3, 5), (4, 5)} <= asked


@pytest.mark.parametrize(
    "against",
    [{f.PHONE: OTHER_PHONE}, {f.VILLAGE: "泾河村"}, {f.ADDRESS: "泾华村9组9号"}, {f.ID_NUMBER: citizen(2, "19851231")}],
)
def test_result_does_not_follow_a_name_against_what_it_says(against: dict[str, str]) -> None:
    own = {f.ID_NUMBER: citizen(1), f.PHONE: PHONE, f.ADDRESS: "泾华村1组12号"}
    linked, codes = run(said("张三", **own), said("张三", RESULTS, **against))
    assert by_row(linked, f.HOUSEHOLD)[1] is None
    assert codes == ["LINK-RESULT-NO-HOUSEHOLD"]


def test_result_reaching_two_people_by_its_keys_attaches_to_none() -> None:
    linked, codes = run(
        said("张三", **{f.ID_NUMBER: citizen(1), f.PHONE: PHONE}),
        said("张三", **{f.ID_NUMBER: citizen(2, "19851231"), f.ADDRESS: "泾华村1组12号"}),
        said("张三", RESULTS, **{f.PHONE: PHONE, f.ADDRESS: "泾华村1组12号"}),
    )
    assert by_row(linked, f.HOUSEHOLD)[2] is None
    assert codes == ["LINK-ROW-TWO-HOUSEHOLDS"]


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        (RESULTS, ["LINK-RESULT-NO-HOUSEHOLD"]),
        (SURVEY, ["LINK-RESULT-NO-HOUSEHOLD"]),
        (CLUES, ["LINK-CLUE-NOT-IN-ROSTER"]),
        (DIBAO, []),
    ],
)
def test_row_of_nobody_in_a_roster(form: str, expected: list[str]) -> None:
    linked, codes = run(said("张三", form, **{f.PHONE: PHONE}))
    assert by_row(linked, f.HOUSEHOLD) == [None]
    assert codes == expected


def test_list_row_without_keys_is_shown_beside_its_namesake() -> None:
    linked, _ = run(said("张三", **{f.PHONE: PHONE}), said("张三", DIBAO))
    assert by_row(linked, f.HOUSEHOLD)[1] is None
    assert bands(linked) == ["待裁定"]


def test_members_belong_to_their_heads_household() -> None:
    linked, codes = run(
        said("张三", **{f.ID_NUMBER: citizen(1)}),
        said("张三", MEMBERS, **{f.NAME: "张小三", f.ID_NUMBER: citizen(3)}),
        said("王五", MEMBERS, **{f.NAME: "王小五", f.ID_NUMBER: citizen(5)}),
        said("张小三", DIBAO, **{f.ID_NUMBER: citizen(3)}),
    )
    head, member, alone, listed = by_row(linked, f.HOUSEHOLD)
    assert head == member == listed
    assert alone not in (None, head)
    assert len(set(by_row(linked, f.PERSON))) == 3
    assert codes == ["LINK-MEMBER-NO-HEAD"]


def test_member_who_may_be_either_of_two_people_still_belongs_to_its_head() -> None:
    door = {f.ADDRESS: "泾华村1组12号"}
    linked, codes = run(
        said("张小三", **door, **{f.ID_NUMBER: citizen(1)}),
        said("张小三", **door, **{f.ID_NUMBER: citizen(2, "19851231")}),
        said("张三", **door),
        said("张三", MEMBERS, **door, **{f.NAME: "张小三"}),
    )
    assert by_row(linked, f.HOUSEHOLD)[3] == by_row(linked, f.HOUSEHOLD)[2]
    assert codes == []


def test_key_shared_by_very_many_rows_is_held_to_the_village() -> None:
    rows = [said("张三", **{f.PHONE: PHONE, f.VILLAGE: f"第{n % 3}村", f.ADDRESS: None}) for n in range(210)]
    linked, codes = run(*rows)
    assert len(set(by_row(linked, f.HOUSEHOLD))) == 3
    assert set(codes) == {"LINK-BLOCK-LARGE", "LINK-FILE-REPEATS-ITSELF"}


def test_nothing_in_nothing_out() -> None:
    linked, codes = run()
    assert linked.groups.num_rows == linked.pairs.num_rows == 0
    assert codes == []


def test_row_without_name_stays_alone() -> None:
    linked, _ = run(
        {**said("张三"), f.HEAD_NAME: None, f.ID_NUMBER: citizen(1)}, said("张三", **{f.ID_NUMBER: citizen(1)})
    )
    assert len(set(by_row(linked, f.HOUSEHOLD))) == 2
    assert bands(linked) == ["待裁定"]


def test_phones_that_tell_nobody_apart_are_left_out() -> None:
    assert single_phones("19900000001、119,00000000") == ["19900000001"]
    assert single_phones(None) == []


def test_groups_cover_every_mention_once() -> None:
    rows = [said("张三"), said("李四", RESULTS), said("王五", DIBAO)]
    linked, _ = run(*rows)
    assert linked.groups.num_rows == 3
    assert isinstance(linked.groups, pa.Table)
