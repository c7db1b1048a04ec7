"""Write samples/西夏区: the invented district of the README tutorial. Same bytes on every run.

    python samples/generate.py [FOLDER]

Comes in: nothing but the seed. Goes out: rescue.toml, 收件/, 埋设清单.csv. Files that no longer belong are removed.
"""

import random
import shutil
import sys
from pathlib import Path

from synthetic import faults, fieldwork, lists, reported
from synthetic.district import rescue_toml
from synthetic.households import fit_income, make_households
from synthetic.people import Population
from synthetic.planted import Planted, planted_csv
from synthetic.rosters import make_rosters, write_rosters
from synthetic.tables import all_tables

SEED = 20190425
COPY = ("怀远路街道/困难家庭名册.xlsx", "怀远路街道/困难家庭名册（重发）.xlsx")


def sample_files() -> dict[str, bytes]:
    """Every file of the sample by its path under the workspace."""
    rng = random.Random(SEED)
    population = Population(rng)
    tables = all_tables()
    columns: dict[str, dict[str, set[str]]] = {}
    for table in tables:
        columns.setdefault(table.place, {})[table.form] = table.layout.fields
    households = make_households(rng, population, columns)
    for household in households:
        fit_income(household, columns[household.place.name][household.situation.form])

    inbox: dict[str, bytes] = lists.dibao_lists(households, population)
    inbox |= lists.other_lists(households, population)
    planted: list[Planted] = []
    led = lists.led_to(households, rng)
    for written, noted in (
        lists.leads(led, population),
        fieldwork.surveys(households, population),
        fieldwork.results(households, population),
        (reported.contacts(), []),
        reported.statistics(households),
    ):
        inbox |= written
        planted += noted

    rosters = make_rosters(tables, households)
    planting = faults.Planting(rosters, population, rng, fieldwork.rest_on_identity(households, led))
    faults.plant(planting)
    inbox |= write_rosters(rosters)
    planted += faults.planted_lines(planting)
    inbox[COPY[1]] = inbox[COPY[0]]
    planted.append(
        Planted("文件", COPY[1], what=f"与{COPY[0]}逐字节相同", code="INTAKE-FILE-DUPLICATE", note="只读一次")
    )

    sample = {f"收件/{name}": data for name, data in inbox.items()}
    return sample | {"rescue.toml": rescue_toml().encode(), "埋设清单.csv": planted_csv(planted)}


def write_sample(folder: Path) -> list[Path]:
    """Write the sample into `folder`, replacing what an earlier run left in 收件/."""
    shutil.rmtree(folder / "收件", ignore_errors=True)
    written = []
    for name, data in sorted(sample_files().items()):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        written.append(path)
    return written


if __name__ == "__main__":
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "西夏区"
    paths = write_sample(target)
    print(f"{target}: {len(paths)} files, {sum(path.stat().st_size for path in paths) / 1024:.0f} kB")
