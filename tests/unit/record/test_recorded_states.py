"""Which recorded states are kept."""

import datetime as dt

import pyarrow as pa

from rescue_cli.record.recorded_states import (
    KEPT_DAYS,
    LATER,
    TABLES,
    RecordedState,
    day_of,
    read_state,
    record_state,
    state_names,
    superfluous,
)

DAY = dt.date(2019, 4, 25)


def state(word: str) -> RecordedState:
    return RecordedState({name: pa.table({"a": [word]}) for name in (*TABLES, *LATER)}, {"来件": word})


def test_the_last_of_each_day_and_the_last_three_are_kept(tmp_path):
    for number in range(4):
        record_state(tmp_path, state(str(number)), DAY)
    three = ["0002_2019-04-25", "0003_2019-04-25", "0004_2019-04-25"]
    assert state_names(tmp_path) == three
    record_state(tmp_path, state("new"), DAY + dt.timedelta(days=1), held={"0002_2019-04-25"})
    assert state_names(tmp_path) == [*three, "0005_2019-04-26"]
    found = read_state(tmp_path, "0005_2019-04-26")
    assert found is not None
    assert found.about == {"来件": "new"}
    assert found.tables["cases"].to_pylist() == [{"a": "new"}]


def test_a_day_at_the_limit_is_kept_and_one_beyond_it_is_not():
    last = DAY + dt.timedelta(days=KEPT_DAYS)
    names = [f"{number:04d}_{day}" for number, day in enumerate((DAY, last, last, last, last), 1)]
    assert superfluous(names, last) == ["0002_" + last.isoformat()]
    assert superfluous(names, last + dt.timedelta(days=1)) == [names[0], names[1]]
    assert day_of(names[0]) == DAY


def test_a_folder_that_is_no_state_is_left_alone(tmp_path):
    (tmp_path / "我的文件夹").mkdir()
    (tmp_path / "0001_2019-04-25").write_text("no folder", encoding="utf-8")
    assert state_names(tmp_path) == []
    assert state_names(tmp_path / "没有") == []


def test_a_damaged_state_is_none(tmp_path):
    name = record_state(tmp_path, state("a"), DAY)
    (tmp_path / name / "tables" / "cases.parquet").write_bytes(b"x")
    assert read_state(tmp_path, name) is None
