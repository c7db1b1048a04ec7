"""Reason texts: `{field}` in a sentence → one SQL string expression, each value printed by its dictionary type.

A part in square brackets is left out where a field in it is not told: `自{起始日期}` or nothing, never `自未填`.
"""

import re
from collections.abc import Mapping

PLACE = re.compile(r"\{([^{}]*)\}")
PART = re.compile(r"\[([^\[\]]*)\]")
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
    parts: list[str] = []
    for index, piece in enumerate(PART.split(text)):
        names = template_fields(piece) if index % 2 else []
        words = _pieces(piece, types)
        if names and words:
            stated = " AND ".join(f'"{name}" IS NOT NULL' for name in dict.fromkeys(names))
            parts.append(f"CASE WHEN {stated} THEN CONCAT({', '.join(words)}) ELSE '' END")
        elif index % 2:
            parts += _pieces(f"[{piece}]", types)
        else:
            parts += words
    return f"CONCAT({', '.join(parts)})" if parts else "''"


def _pieces(text: str, types: Mapping[str, str]) -> list[str]:
    """SQL of the words and the values, in turn."""
    pieces = enumerate(PLACE.split(text))
    return [
        printed(piece, types[piece]) if index % 2 else "'" + piece.replace("'", "''") + "'"
        for index, piece in pieces
        if index % 2 or piece
    ]
