"""A cell that says 清空 is emptied on purpose: no value, no gap, listed in `raw`."""

import pytest

from rescue_cli.core import fields as f
from support.reading import read_here
from support.workbooks import xlsx

HEADS = ["户主姓名", "详细住址", "联系方式", "家庭困难类别", "家庭人口"]


@pytest.mark.parametrize("word", ["清空", " 清 空 ", "清空\n"])
@pytest.mark.parametrize("field", ["联系方式", "家庭困难类别", "家庭人口"])
def test_the_word_empties_the_field_and_is_listed(field: str, word: str) -> None:
    line = dict(zip(HEADS, ["示范甲", "泾华村1组1号", "19900000001", "因病", 3], strict=True)) | {field: word}
    intake = read_here({"兴泾镇困难家庭名册.xlsx": xlsx({"Sheet1": [HEADS, list(line.values())]})})
    (row,) = intake.mentions.to_pylist()
    assert row[field] is None
    assert row[f.CLEARED] == [field]
    assert row[f.UNREAD] is None
    assert [(line["字段"], line["读作"]) for line in intake.raw.to_pylist() if line["字段"] == field] == [(field, None)]
    assert not [finding for finding in intake.findings if finding.field == field]


def test_other_words_empty_nothing() -> None:
    rows = [HEADS, ["示范甲", "泾华村1组1号", "清空了", "因病", 3]]
    (row,) = read_here({"兴泾镇困难家庭名册.xlsx": xlsx({"Sheet1": rows})}).mentions.to_pylist()
    assert row[f.CLEARED] is None
