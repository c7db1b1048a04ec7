"""Fits the points of `schemas/linking/weights.toml` on rosters whose truth is known. Needs scikit-learn.

    python benchmarks/linkage/fit.py          # writes the weights
    python benchmarks/linkage/fit.py --show   # only prints them

One logistic regression over the levels of all candidate pairs of several rosters, style `TUNE`, seeds 101 and up, and of
several counties, habits `FIT`, seeds 301 and up (reports use style `REPORT`, habits `SECOND`, and other seeds). Weights are in bits. The name counts by its rarity as well as by its level.
"""

import math
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from bench import as_mentions, linking_pack, read_tables
from county import county
from county_folder import read_folder, write_folder
from county_habits import FIT
from generate import roster
from people import TUNE
from sklearn.linear_model import LogisticRegression

from rescue_cli.engine.duckdb import DuckEngine
from rescue_cli.link.candidates import find_candidates
from rescue_cli.link.features import former_features, row_features, sorted_mentions
from rescue_cli.link.link_tables import ALIKE, FEATURES, FORMERS, SCORED
from rescue_cli.link.linkage_model import linking_model
from rescue_cli.link.scoring import NAMED_ALIKE, score_pairs
from rescue_cli.pack.model import Pack

TARGET = Path(__file__).parents[2] / "schemas" / "linking" / "weights.toml"
ROSTERS = [
    (20000, 101, 1.0),
    (20000, 102, 1.0),
    (10000, 103, 2.0),
    (10000, 104, 0.5),
    (4000, 105, 1.0),
    (2000, 106, 1.5),
]
COUNTIES = [  # rows, seed, noise, with ID numbers
    (6000, 301, 1.0, True),
    (6000, 302, 2.0, True),
    (4000, 303, 1.0, False),
    (4000, 304, 1.5, True),
]
SCARCE = {  # levels too few pairs have: they weigh as the level named
    ("name", "former"): "same",
    ("name", "clan"): "short",
}
STRENGTH = 3.0  # of the prior that holds rare levels near nothing


def labelled_pairs() -> list[dict[str, Any]]:
    """Levels, rarity and truth of every candidate pair of all rosters and counties."""
    pairs: list[dict[str, Any]] = []
    for rows, seed, noise in ROSTERS:
        written = roster(rows, TUNE, seed, noise)
        persons = {row["行号"]: row["_person"] for row in written}
        pack = linking_pack()
        pairs += _labelled(as_mentions(written, pack), pack, lambda _, row, of=persons: of[row])
    for rows, seed, noise, with_ids in COUNTIES:
        with tempfile.TemporaryDirectory() as folder:
            files = county(rows, seed, noise, FIT, without_ids=not with_ids)
            write_folder(Path(folder), files)
            truth = {(line.file, line.number): line.person for line in read_folder(Path(folder))}
            mentions, pack = read_tables(Path(folder))
            pairs += _labelled(mentions, pack, lambda file, row, of=truth: of.get((file, row)))
    return pairs


def _labelled(mentions: pa.Table, pack: Pack, person: Callable[[str, int], Any]) -> list[dict[str, Any]]:
    model, rows = linking_model(), sorted_mentions(mentions)
    persons = [
        person(file, row) for file, row in zip(rows["来源文件"].to_pylist(), rows["行号"].to_pylist(), strict=True)
    ]
    with DuckEngine() as engine:
        engine.register(ALIKE, pa.table({"pair": pa.array(model.alike, pa.string())}))
        features = row_features(rows, pack, model, model.thresholds)
        engine.register(FEATURES, features)
        engine.register(FORMERS, former_features(features, model))
        find_candidates(engine, model, model.thresholds)
        score_pairs(engine, model)
        pairs = engine.sql(f"SELECT * FROM {SCORED} ORDER BY l, r").to_pylist()
    return [
        {**pair, "same": persons[pair["l"]] is not None and persons[pair["l"]] == persons[pair["r"]]} for pair in pairs
    ]


def fit(pairs: list[dict[str, Any]]) -> tuple[dict[str, dict[str, float]], float, float]:
    """Weights by comparison and level, the prior, and what a bit of rarity counts."""
    model = linking_model()
    columns = [(one.name, level.name) for one in model.shapes.comparison for level in one.level]
    at = {column: n for n, column in enumerate(columns)}
    table = np.zeros((len(pairs), len(columns) + 1))
    for n, pair in enumerate(pairs):
        for one in model.shapes.comparison:
            table[n, at[one.name, pair[one.name]]] = 1
        table[n, -1] = (pair["bits"] or 0) / 4 if pair["name"] in NAMED_ALIKE else 0
    truth = np.array([pair["same"] for pair in pairs])
    fitted = LogisticRegression(C=STRENGTH, max_iter=3000).fit(table, truth)
    bits = fitted.coef_[0] / math.log(2)
    weights: dict[str, dict[str, float]] = {one.name: {} for one in model.shapes.comparison}
    for (one, level), n in at.items():
        weights[one][level] = float(bits[n])
    for (name, level), like in SCARCE.items():
        weights[name][level] = weights[name][like]
    return weights, -float(fitted.intercept_[0]) / math.log(2), float(bits[-1]) / 4


def written(weights: dict[str, dict[str, float]], prior: float, rarity: float) -> str:
    """`weights.toml`."""
    lines = [
        "# 由 benchmarks/linkage/fit.py 写出：各档加几分（比特），不在办事员的名册上训练。勿手改。",
        f"prior = {prior:.2f}",
        f"rarity = {rarity:.2f}",
    ]
    for name, levels in weights.items():
        lines += ["", f"[level.{name}]", *(f"{level} = {bits:.2f}" for level, bits in levels.items())]
    return "\n".join(lines) + "\n"


def main() -> None:
    pairs = labelled_pairs()
    text = written(*fit(pairs))
    sys.stdout.write(f"{len(pairs)} pairs, {sum(pair['same'] for pair in pairs)} of one person\n{text}")
    if "--show" not in sys.argv:
        TARGET.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
