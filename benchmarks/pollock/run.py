"""How delimited text is read, on the public Pollock benchmark (Vitagliano et al., VLDB 2023): `python benchmarks/pollock/run.py DIR`.

DIR is the folder `polluted_files` of https://github.com/HPI-Information-Systems/Pollock (`csv` and `clean`, 2,290 files each),
fetched by hand: the files are not part of this repository. Every file is read as a township's csv is, its encoding, separator
and quotation marks found out from the file alone, and compared with its clean version as the benchmark does: the multiset of
records (the texts of a line's cells joined, the first line left out) and the multiset of cells. Beside it, in the same run,
Python's `csv` with its Sniffer, and DuckDB's auto-detection. Cells are compared to the letter; the benchmark's own measure
makes numbers and dates alike first, so its figures can only be higher. `--failures KIND` names files that lose a record.
"""

import argparse
import csv
import io
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from statistics import mean

from rescue_cli.core.errors import InputError
from rescue_cli.workbooks.reading.delimited_text import read_text

Rows = list[list[str]]


def ours(path: Path) -> Rows:
    """As an intake reads it; blank lines are no records."""
    return [[str(cell) for cell in row] for row in read_text(path.read_bytes()).rows if any(row)]


def python_csv(path: Path) -> Rows:
    """The standard library, the dialect as its Sniffer guesses it."""
    text = path.read_bytes().decode("utf-8-sig", "replace")
    return list(csv.reader(io.StringIO(text, newline=""), csv.Sniffer().sniff(text)))


def duckdb_csv(path: Path) -> Rows:
    """DuckDB's auto-detection; the header is a record like any other."""
    import duckdb

    rows = duckdb.execute("SELECT * FROM read_csv(?, header=false, all_varchar=true)", [str(path)]).fetchall()
    return [["" if cell is None else str(cell) for cell in row] for row in rows]


READERS: dict[str, Callable[[Path], Rows]] = {"rescue": ours, "csv + Sniffer": python_csv, "DuckDB": duckdb_csv}


def f1(wanted: Iterable[str], got: Iterable[str]) -> float:
    """Of two multisets."""
    clean, loaded = Counter(wanted), Counter(got)
    if not clean:
        return 1.0
    return 2 * (clean & loaded).total() / (clean.total() + loaded.total())


def measured(clean: Rows, loaded: Rows) -> tuple[float, float, bool]:
    """(record F1, cell F1, whether every clean record is among those loaded)."""
    wanted = ["".join(row) for row in clean[1:]]
    got = ["".join(row) for row in loaded[1:]]
    cells = f1((cell for row in clean for cell in row), (cell for row in loaded for cell in row))
    return f1(wanted, got), cells, not Counter(wanted) - Counter(got)


def say(line: str) -> None:
    """On the terminal."""
    sys.stdout.write(line + "\n")


def kind_of(name: str) -> str:
    """The pollution a file's name names, without its place."""
    return re.split(r"_?\d|_row\d", name.removesuffix(".csv"))[0]


def main() -> None:
    """A line for each reader, and for ours a line for each kind of pollution."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--failures", default="", metavar="KIND")
    parser.add_argument("--alone", action="store_true", help="without the peers")
    options = parser.parse_args()
    names = sorted(path.name for path in (options.folder / "csv").glob("*.csv"))
    if not names:
        parser.error(f"no csv files in {options.folder / 'csv'}: see the head of this file")
    clean = {
        name: list(csv.reader((options.folder / "clean" / name).open(encoding="utf-8-sig", newline="")))
        for name in names
    }
    for reader, read in list(READERS.items())[: 1 if options.alone else None]:
        results = {name: measured(clean[name], tried(read, options.folder / "csv" / name)) for name in names}
        lost = [name for name in names if not results[name][2]]
        say(
            f"{reader}: {len(names)} files, record F1 {mean(r[0] for r in results.values()):.4f}, "
            f"cell F1 {mean(r[1] for r in results.values()):.4f}, {len(lost)} files lose a record"
        )
        if reader == "rescue":
            by_kind(results, lost, options.failures)


def tried(read: Callable[[Path], Rows], path: Path) -> Rows:
    """What a reader gives up on counts as nothing read."""
    try:
        return read(path)
    except InputError:
        return []
    except Exception:  # a peer raises what it likes
        if read is ours:
            raise
        return []


def by_kind(results: dict[str, tuple[float, float, bool]], lost: list[str], wanted: str) -> None:
    """The kinds of pollution, each with its means and the files that lose a record."""
    kinds: dict[str, list[str]] = {}
    for name in results:
        kinds.setdefault(kind_of(name), []).append(name)
    for kind, names in sorted(kinds.items()):
        failed = sorted(set(names) & set(lost))
        say(
            f"  {kind}: {len(names)}, record F1 {mean(results[n][0] for n in names):.4f}, "
            f"cell F1 {mean(results[n][1] for n in names):.4f}, {len(failed)} lose a record"
        )
        if kind == wanted:
            say("    " + "\n    ".join(failed))


if __name__ == "__main__":
    main()
