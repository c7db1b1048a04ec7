"""The plain SQL that scores pairs and Splink, given the same levels and weights, say the same."""

import re

import pytest

from rescue_cli.engine.duckdb import DuckEngine
from rescue_cli.link.candidates import find_candidates
from rescue_cli.link.features import former_features, row_features, sorted_mentions
from rescue_cli.link.link_tables import ALIKE, CANDIDATES, FEATURES, FORMERS, SCORED
from rescue_cli.link.linkage_model import Comparison, Model, linking_model
from rescue_cli.link.scoring import score_pairs
from support.mentions import citizen, linking_pack, mentions_table, said

splink = pytest.importorskip("splink", reason="development only")
import pyarrow as pa  # noqa: E402

ROWS = [
    said(name, **{"身份证号": number, "联系方式": phone, "详细住址": address, "村居": village})
    for n, (name, other) in enumerate(
        [("王建国", "王健国"), ("李明", "李朋"), ("牛兰", "刘南"), ("赵志强", "赵志"), ("马红梅", "马红海")]
    )
    for name, number, phone, address, village in [
        (name, citizen(n + 1), f"1990000000{n}", f"泾华村{n}组12号", "泾华村"),
        (other, citizen(n + 1)[:15] + "000", f"1990000000{n}", f"泾华{n}-12", "泾河村"),
        (name, None, f"1990000000{n}", None, "泾华村"),
        (other, None, None, f"泾华村{n}组", "泾华村"),
        (name, citizen(90 + n, "19851231"), None, None, "泾河村"),
    ]
]


def condition(when: str, model: Model) -> str:
    """A level's condition as Splink writes it; it takes the table of look-alikes for a column, so they stand in full."""
    written = {letter for row in ROWS for letter in str(row["户主姓名"])}
    pairs = ", ".join(f"'{pair}'" for pair in model.alike if set(pair) <= written)
    columns = re.sub(r"\b([lr])\.(\w+)", r'"\2_\1"', when)
    return columns.replace("(select pair from link_alike)", f"({pairs})")


def comparison(one: Comparison, model: Model) -> dict[str, object]:
    """A Splink comparison with every level's weight fixed: m = u·2^w."""
    levels = [
        {
            "sql_condition": "ELSE" if level is one.level[-1] else condition(level.when, model),
            "label_for_charts": level.name,
            "m_probability": 1e-9 * 2 ** model.weights.level[one.name][level.name],
            "u_probability": 1e-9,
        }
        for level in one.level
    ]
    return {"output_column_name": one.name, "comparison_levels": levels}


def test_weights_are_those_of_splink() -> None:
    model = linking_model()
    mentions = sorted_mentions(mentions_table(ROWS))
    features = row_features(mentions, linking_pack(), model, model.thresholds)
    alike = pa.table({"pair": pa.array(model.alike, pa.string())})
    with DuckEngine() as engine:
        engine.register(ALIKE, alike)
        engine.register(FEATURES, features)
        engine.register(FORMERS, former_features(features, model))
        find_candidates(engine, model, model.thresholds)
        score_pairs(engine, model)
        scored = engine.sql(f"SELECT * FROM {SCORED} ORDER BY l, r").to_pylist()
        pairs = engine.sql(f"SELECT l, r FROM {CANDIDATES} ORDER BY l, r").to_pylist()
    found = _splink_weights(model, features)
    assert len(pairs) > 30
    assert {(line["l"], line["r"]) for line in pairs} <= set(found)
    for line in scored:
        rare = model.weights.rarity * (line["bits"] or 0) if line["name"] in ("same", "sound", "dialect") else 0
        own = line["points"] - rare + model.weights.prior
        assert own == pytest.approx(found[line["l"], line["r"]], abs=1e-5)


def _splink_weights(model: Model, features: pa.Table) -> dict[tuple[int, int], float]:
    api = splink.DuckDBAPI()
    settings = {
        "link_type": "dedupe_only",
        "unique_id_column_name": "i",
        "probability_two_random_records_match": 0.5,
        "blocking_rules_to_generate_predictions": ["1=1"],
        "comparisons": [comparison(one, model) for one in model.shapes.comparison],
    }
    linker = splink.Linker(api.register(features, dataset_display_name="rows_of_test"), settings)
    found = linker.inference.predict(threshold_match_weight=-1000).as_record_list()
    return {tuple(sorted((line["i_l"], line["i_r"]))): line["match_weight"] for line in found}
