"""The catalogue of finding codes, `schemas/findings.toml`. Read without the models of packs: `explain` answers at once."""

from importlib import resources
from pathlib import Path

from rescue_cli.core.findings import Entry
from rescue_cli.core.toml_file import read_toml


def schemas_root() -> Path:
    """The folder of packs: inside the installed package, or the checkout's `schemas/` when run from source."""
    packaged = Path(str(resources.files("rescue_cli"))) / "schemas"
    return packaged if packaged.is_dir() else Path(__file__).resolve().parents[3] / "schemas"


def load_catalogue(root: Path | None = None) -> dict[str, Entry]:
    """Finding code → its entry; `root` is the folder of packs, the shipped one by default."""
    data = read_toml((root or schemas_root()) / "findings.toml")
    return {entry["code"]: Entry(**entry) for entry in data["finding"]}
