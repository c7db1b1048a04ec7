"""Reason texts: `{field}` in a sentence → one SQL string expression, each value printed by its dictionary type."""

import re
from collections.abc import Mapping

PLACE = re.compile(r"\{([^{}]*)\}")
UNSTATED = "未填"


def template_fields(text: str) -> list[str]:
    """The names between braces, in order."""
    return PLACE.findall(text)


def printed(name: str, kind: str) -> str:
    """SQL that prints field `name`: money and quotients with two decimals, ratios as short as they are, 是/否, lists joined by 、, null as 未填."""
    column = f'"{name}"'
    shapes = {
        "money": f"CAST(CAST({column} AS DECIMAL(18, 2)) AS VARCHAR)",
        "quotient": f"CAST(CAST({column} AS DECIMAL(18, 2)) AS VARCHAR)",
        "ratio": f"RTRIM(RTRIM(CAST({column} AS VARCHAR), '0'), '.')",
        "yes_no": f"CASE WHEN {column} THEN '是' WHEN NOT {column} THEN '否' END",
        "datetime": f"CASE WHEN {column} = DATE_TRUNC('day', {column}) THEN STRFTIME({column}, '%Y-%m-%d')"
        f" ELSE STRFTIME({column}, '%Y-%m-%d %H:%M') END",
        "choices": f"ARRAY_TO_STRING({column}, '、')",
    }
    return f"COALESCE({shapes.get(kind, f'CAST({column} AS VARCHAR)')}, '{UNSTATED}')"


def template_sql(text: str, types: Mapping[str, str]) -> str:
    """SQL that builds the sentence."""
    parts = []
    for index, piece in enumerate(PLACE.split(text)):
        if index % 2:
            parts.append(printed(piece, types[piece]))
        elif piece:
            parts.append("'" + piece.replace("'", "''") + "'")
    return f"CONCAT({', '.join(parts)})" if parts else "''"
