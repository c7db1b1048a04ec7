"""What a person decided: learned headings, findings let stand, files that take another's place."""

import pyarrow as pa

from rescue_cli.core import fields as f
from rescue_cli.core.findings import FINDINGS
from rescue_cli.record.decisions import KEEP_BOTH, REPLACED, Decisions, Waiver, decisions, pair_digest
from rescue_cli.record.digests import question_code
from rescue_cli.record.journal import Journal
from rescue_cli.record.kinds import HEADER, REPLACE, WAIVER
from rescue_cli.record.lines import Entry
from rescue_cli.record.waivers import finding_keys, set_aside
from support.checked import finding
from support.mentions import citizen, mentions_table, said

FILE = "兴泾镇/名册.xlsx"
WHO = {"by": "甲", "when": "2019-05-01T09:00:00+08:00"}
WHY = Waiver("已核对", "甲", "2019-05-01")


def about(line: dict[str, object], *rows: dict[str, object]) -> tuple[pa.Table, pa.Table]:
    return pa.Table.from_pylist([line], FINDINGS), mentions_table(list(rows))


def keys_of(line: dict[str, object], *rows: dict[str, object]) -> tuple[str, ...]:
    return finding_keys(*about(line, *rows))[0]


def odd_phone(file: str = FILE, row: int = 3, value: str = "138", **more: object) -> dict[str, object]:
    return finding("INTAKE-PHONE-ODD", "请核实", file, row, 字段="联系方式", 值=value, **more)


def household(file: str = FILE, row: int = 3, name: str = "甲", number: int = 1) -> dict[str, object]:
    return said(name, 来源文件=file, 行号=row, 身份证号=citizen(number))


def stays(before: tuple[str, ...], line: dict[str, object], *rows: dict[str, object]) -> bool:
    """Whether a finding is still let stand, having been known by `before`."""
    table, mentions = about(line, *rows)
    return set_aside(table, mentions, Decisions(waived=dict.fromkeys(before, WHY)))[1].num_rows == 1


def test_a_waiver_holds_when_file_and_row_change_and_ends_when_value_or_household_does() -> None:
    keys = keys_of(odd_phone(), household())
    assert stays(keys, odd_phone("新.xlsx", 9), household("新.xlsx", 9))
    assert not stays(keys, odd_phone(value="139"), household())
    assert not stays(keys, odd_phone(), household(name="乙", number=2))
    assert not stays(keys, {**odd_phone(), "字段": "备用电话"}, household())
    assert not stays(keys, {**odd_phone(), "代码": "CHECK-PHONE-SHARED"}, household())


def test_other_figures_in_the_sentence_are_another_question_but_places_are_not() -> None:
    keys = keys_of(odd_phone(问题="与“兴泾镇/名册.xlsx”第5行相同，共2处"), household())
    assert stays(keys, odd_phone(问题="与“兴泾镇/更正.xlsx”第8行相同，共2处"), household())
    assert not stays(keys, odd_phone(问题="与“兴泾镇/名册.xlsx”第5行相同，共3处"), household())


def test_what_must_be_mended_is_never_let_stand() -> None:
    keys = keys_of(odd_phone(), household())
    assert not stays(keys, {**odd_phone(), "级别": "必须改"}, household())


def test_findings_of_nobodys_row_are_known_by_their_place() -> None:
    keys = keys_of(odd_phone(), household(row=7))
    assert stays(keys, odd_phone())
    assert not stays(keys, odd_phone(row=4))


def test_side_by_side_tables_do_not_lend_a_household_to_each_other() -> None:
    beside = {**household(name="乙", number=2), f.SHEET: "Sheet1〔K列起〕"}
    keys = keys_of(odd_phone(), household(), beside)
    assert not stays(keys, odd_phone(row=8), household(row=8))


def test_the_reason_and_who_gave_it_stand_beside_what_was_let_stand() -> None:
    table, mentions = about(odd_phone(), household())
    let_stand = Decisions(waived=dict.fromkeys(finding_keys(table, mentions)[0], WHY))
    (line,) = set_aside(table, mentions, let_stand)[1].to_pylist()
    assert (line["认可理由"], line["认可人"], line["认可时间"]) == ("已核对", "甲", "2019-05-01")


def test_no_name_or_number_stands_in_a_key() -> None:
    told = "".join(keys_of(odd_phone(), household()))
    assert citizen(1) not in told
    assert "甲" not in told
    assert len(question_code(keys_of(odd_phone(), household()))) == 16


def test_later_answers_outweigh_earlier_ones() -> None:
    heading = {"township": "兴泾镇", "form": "困难家庭名册", "heading": "暗号", "seen": "x", **WHO}
    files = {"seen": "files:1", **WHO}
    told = decisions(
        Journal(
            (
                Entry(HEADER, {**heading, "field": "备注"}),
                Entry(HEADER, {**heading, "field": "不是本表字段"}),
                Entry(WAIVER, {"code": "C", "keys": ["k"], "reason": "一", **WHO}),
                Entry(WAIVER, {"code": "C", "keys": ["k"], "reason": "二", **WHO}),
                Entry(REPLACE, {"old": "a", "new": "b", "answer": REPLACED, **files}),
                Entry(REPLACE, {"old": "b", "new": "a", "answer": REPLACED, **files}),
                Entry(REPLACE, {"old": "c", "new": "d", "answer": KEEP_BOTH, **files}),
            )
        )
    )
    assert told.learned == {("兴泾镇", "困难家庭名册", "暗号"): None}
    assert told.waived["k"].reason == "二"
    assert told.replaced == {"b": "a"}
    assert told.kept == {"files:1"}


def test_a_pair_of_files_is_another_question_when_either_changed() -> None:
    seen = pair_digest({"a": "1", "b": "2"}, "a", "b")
    assert seen == pair_digest({"a": "1", "b": "2"}, "b", "a")
    assert seen != pair_digest({"a": "1", "b": "3"}, "a", "b")


def test_an_answer_without_a_reason_takes_the_waiver_back_and_it_may_be_given_again() -> None:
    given, back, again = (
        Entry(WAIVER, {"code": "C", "keys": ["k"], "reason": reason, **WHO}) for reason in ("一", "", "二")
    )
    assert decisions(Journal((given, back))).waived == {}
    assert decisions(Journal((given, back, again))).waived["k"].reason == "二"
