"""The types of dictionary fields: as arrow types and as SQL, here and nowhere else."""

from collections.abc import Iterable
from typing import Literal

import pyarrow as pa

from rescue_cli.core.arrow import start_arrow

start_arrow()
FieldType = Literal[
    "text",
    "id_number",
    "certificate",
    "name",
    "phone",
    "address",
    "money",
    "quotient",
    "ratio",
    "count",
    "date",
    "datetime",
    "yes_no",
    "choice",
    "choices",
]

MONEY = pa.decimal128(18, 2)
QUOTIENT = pa.decimal128(18, 6)
ARROW_TYPES: dict[str, pa.DataType] = {
    "text": pa.string(),
    "id_number": pa.string(),
    "certificate": pa.string(),
    "name": pa.string(),
    "phone": pa.string(),
    "address": pa.string(),
    "choice": pa.string(),
    "choices": pa.list_(pa.string()),
    "money": MONEY,
    "quotient": QUOTIENT,  # keeps six decimals, so that no fen crosses a line
    "ratio": QUOTIENT,
    "count": pa.int64(),
    "date": pa.date32(),
    "datetime": pa.timestamp("us"),
    "yes_no": pa.bool_(),
}
SQL_TYPES: dict[str, str] = {
    "text": "VARCHAR",
    "id_number": "VARCHAR",
    "certificate": "VARCHAR",
    "name": "VARCHAR",
    "phone": "VARCHAR",
    "address": "VARCHAR",
    "choice": "VARCHAR",
    "choices": "VARCHAR[]",
    "money": "DECIMAL(18, 2)",
    "quotient": "DECIMAL(18, 6)",
    "ratio": "DECIMAL(18, 6)",
    "count": "BIGINT",
    "date": "DATE",
    "datetime": "TIMESTAMP",
    "yes_no": "BOOLEAN",
}


def typed(columns: Iterable[tuple[str, str]]) -> list[pa.Field]:
    """Arrow fields for (name, dictionary type) pairs."""
    return [pa.field(name, ARROW_TYPES[kind]) for name, kind in columns]
