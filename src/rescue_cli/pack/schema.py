"""`schemas/pack.schema.json`, generated from the models: one JSON Schema with a definition for every kind of pack file.

`python -m rescue_cli.pack.schema` writes it, `--check` fails where it is stale (CI runs that).
"""

import json
import sys
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from rescue_cli.pack import model as m
from rescue_cli.pack.load import schemas_root

FILES: dict[str, type[BaseModel]] = {
    "pack.toml": m.PackHead,
    "standards.toml": m.Standards,
    "categories.toml": m.Categories,
    "vocabulary.toml": m.Vocabulary,
    "forms/*.toml": m.Form,
    "rules.toml": m.Rules,
    "reports/*.toml": m.Report,
    "cases.toml": m.Cases,
    "findings.toml": m.Findings,
}


def pack_schema() -> dict[str, Any]:
    """The whole schema; `properties` maps file names to definitions."""
    mapping, definitions = models_json_schema([(kind, "validation") for kind in FILES.values()], by_alias=True)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "rescue pack",
        "description": "Generated from rescue_cli.pack.model; do not edit.",
        "type": "object",
        "properties": {name: mapping[kind, "validation"] for name, kind in FILES.items()},
        "$defs": definitions["$defs"],
    }


def schema_text() -> str:
    """The schema as it is written to `schemas/pack.schema.json`."""
    return json.dumps(pack_schema(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def main(arguments: list[str]) -> int:
    """0 where the file is current (or was written), 1 where `--check` finds it stale."""
    path: Path = schemas_root() / "pack.schema.json"
    current = path.read_text(encoding="utf-8") if path.is_file() else ""
    if "--check" not in arguments:
        path.write_text(schema_text(), encoding="utf-8")
        return 0
    if current == schema_text():
        return 0
    sys.stderr.write("schemas/pack.schema.json is stale: run python -m rescue_cli.pack.schema\n")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
