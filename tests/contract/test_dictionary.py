"""The names code knows stand in the dictionary, and the forms of every pack speak its words."""

import pytest

from rescue_cli.core import fields
from rescue_cli.core.field_types import ARROW_TYPES, SQL_TYPES
from rescue_cli.core.tables import EXPORTED, mentions_schema
from rescue_cli.pack.load import available_packs
from support.packs import shipped

PACK = shipped("xixia-2019")
# Columns of exported tables, not fields of the dictionary.
TABLE_WORDS = {
    *fields.PROVENANCE,
    *(fields.OTHER_COLUMNS, fields.UNREAD, fields.FIRST_ROW, fields.CLEARED, fields.SHOWN_DIGITS),
    *(fields.PERSON, fields.HOUSEHOLD, fields.FORMER),
}
VALUES = {*fields.AREAS, *fields.GROUPS, fields.PRELIMINARY, fields.FINAL}
NAMED = {
    name: value
    for name, value in vars(fields).items()
    if name.isupper() and isinstance(value, str) and value not in TABLE_WORDS | VALUES
}


@pytest.mark.parametrize(("name", "value"), sorted(NAMED.items()))
def test_a_field_code_knows_stands_in_the_dictionary(name, value):
    assert value in PACK.vocabulary


def test_every_dictionary_type_has_an_arrow_and_an_sql_type():
    assert set(ARROW_TYPES) == set(SQL_TYPES)
    assert {entry.type for entry in PACK.vocabulary.values()} <= set(ARROW_TYPES)


def test_mentions_begin_with_provenance_then_township_and_village():
    schema = mentions_schema([(entry.name, entry.type) for entry in PACK.input_fields])
    assert schema.names[:7] == ["来源文件", "工作表", "行号", "成员序", "表种", "镇街", "村居"]
    at = schema.names.index(fields.OTHER_COLUMNS)
    assert schema.names[at : at + 3] == [fields.OTHER_COLUMNS, fields.UNREAD, fields.FIRST_ROW]


@pytest.mark.parametrize("pack", available_packs())
def test_every_pack_loads_and_every_deadline_and_value_cites_its_clause(pack):
    loaded = shipped(pack)
    assert all(rule.basis.clause for rule in loaded.rules.rule)
    assert all(standard.source for standard in loaded.standards)
    assert all(entry.source for entry in loaded.vocabulary.values())


def test_header_words_of_the_field_survey_are_known():
    """Header synonyms seen in public import tools (identity columns of rosters)."""
    seen = {
        "身份证号": ["身份证号码", "身份证", "证件号", "公民身份号码"],
        "户主姓名": ["户主", "户主名字", "户主名"],
        "联系方式": ["联系电话", "电话", "手机号", "手机号码", "户主电话"],
        "与户主关系": ["关系", "家庭关系", "亲属关系", "称谓"],
        "出生日期": ["生日", "出生年月", "出生年月日"],
        "详细住址": ["地址", "住址", "详细地址", "家庭住址", "现住址"],
        "备注": ["说明", "其他"],
        "户编号": ["编号", "户号", "家庭编号"],
        "村民小组": ["组名", "小组", "村组", "组别", "自然屯"],
    }
    for field, words in seen.items():
        assert set(words) <= set(PACK.vocabulary[field].aliases), field


def test_exported_tables_are_the_public_ones():
    assert set(EXPORTED) >= {
        "mentions",
        "rows",
        "columns",
        "raw",
        "findings",
        "clusters",
        "pairs",
        "cases",
        "persons",
        "events",
        "runs",
        "determinations",
    }
