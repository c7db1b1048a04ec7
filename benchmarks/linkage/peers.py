"""What the tool is measured against: exact keys, and Splink as it comes (stock comparisons, trained on the roster)."""

import logging
from collections.abc import Sequence
from typing import Any

import pyarrow as pa
from bench import Pairs, pairs_within

from rescue_cli.values.address import address_key
from rescue_cli.values.id_number import parse_id_number

SURE, ASK = 0.99, 0.1  # match probabilities of Splink's bands


def exact_id(rows: Sequence[dict[str, Any]]) -> Pairs:
    """The same number, normalised (15 → 18 digits, fillers out), whatever the name."""
    numbers = [parse_id_number(row["身份证号"]).value for row in rows]
    return pairs_within([number or f"?{n}" for n, number in enumerate(numbers)])


def exact_name_address(rows: Sequence[dict[str, Any]]) -> Pairs:
    """The same name and address, normalised."""
    keys = [(_name(row), address_key(row["详细住址"], row["镇街"], row["村居"])) for row in rows]
    return pairs_within([key if all(key) else f"?{n}" for n, key in enumerate(keys)])


def bare_splink(rows: Sequence[dict[str, Any]]) -> tuple[Pairs, Pairs]:
    """(pairs taken, pairs asked about) of Splink's stock comparisons with EM on the roster."""
    import splink.comparison_library as cl
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    logging.disable(logging.WARNING)  # rare levels stay untrained on small rosters; said in the docs
    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[
            cl.DamerauLevenshteinAtThresholds("number", [1, 2]),
            cl.JaroWinklerAtThresholds("name", [0.9, 0.7]).configure(term_frequency_adjustments=True),
            cl.ExactMatch("phone"),
            cl.LevenshteinAtThresholds("address", [1, 3]),
            cl.ExactMatch("village"),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("number"), block_on("name", "village"), block_on("phone"), block_on("name", "township"),
        ],
    )  # fmt: skip
    api, table = DuckDBAPI(), _table(rows)
    linker = Linker(api.register(table, dataset_display_name="roster"), settings)
    numbered = table["number"].null_count < table.num_rows
    surest = ("number",) if numbered else ("name", "phone")
    linker.training.estimate_probability_two_random_records_match([block_on(*surest)], recall=0.7)
    linker.training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for columns in (surest if numbered else ("phone",), ("name", "village")):
        linker.training.estimate_parameters_using_expectation_maximisation(block_on(*columns))
    found = linker.inference.predict(threshold_match_probability=ASK).as_record_list()
    sure = {_pair(line) for line in found if line["match_probability"] >= SURE}
    return sure, {_pair(line) for line in found} - sure


def _pair(line: dict[str, Any]) -> tuple[int, int]:
    left, right = line["unique_id_l"], line["unique_id_r"]
    return (left, right) if left < right else (right, left)


def _name(row: dict[str, Any]) -> str | None:
    return str(row.get("姓名") or row.get("户主姓名") or "").replace(" ", "") or None


def _table(rows: Sequence[dict[str, Any]]) -> pa.Table:
    columns: dict[str, list[Any]] = {
        "unique_id": list(range(len(rows))),
        "number": [parse_id_number(row["身份证号"]).value for row in rows],
        "name": [_name(row) for row in rows],
        "phone": [row["联系方式"] for row in rows],
        "address": [row["详细住址"] for row in rows],
        "village": [row["村居"] for row in rows],
        "township": [row["镇街"] for row in rows],
    }
    schema = pa.schema((name, pa.int64() if name == "unique_id" else pa.string()) for name in columns)
    return pa.table(columns, schema=schema)  # a column without a value is still one of text
