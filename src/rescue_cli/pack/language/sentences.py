"""Reason texts: `{field}` in a sentence → one SQL string expression, each value printed by its dictionary type.

A part in square brackets is left out where a field in it is not told: `自{起始日期}` or nothing, never `自未填`.
"""

import re
from collections.abc import Mapping

PLACE = re.compile(r"\{([^{}]*)\}")
PART = re.compile(r"\[([^\[\]]*)\]")
UNSTATED = "未填"
_HEADS = "人户次条件项"  # units of what is counted
_LABELS = ("：", "为", "是", "写", "填", "“", "（", "自", "在")  # after these 未填 reads by itself
# （label：{field}）, or {field} with the unit behind it.
_VALUE = re.compile(
    r"（(?P<label>[^（）{}：；，。]+)：\{(?P<alone>[^{}]*)\}）"
    r"|\{(?P<name>[^{}]*)\}(?P<unit>元(?:/[人户次](?:·[年月])?)?|[人户次条件项](?![均员口民主])|个月)?"
)


def template_fields(text: str) -> list[str]:
    """The names between braces, in order."""
    return PLACE.findall(text)


def printed(name: str, kind: str, blank: str = UNSTATED) -> str:
    """SQL that prints field `name`: money and quotients with two decimals, ratios as short as they are, 是/否, lists joined by 、, null as `blank`."""
    return f"COALESCE({_shape(name, kind)}, {_literal(blank)})"


def _shape(name: str, kind: str) -> str:
    column = f'"{name}"'
    shapes = {
        "money": f"CAST(CAST({column} AS DECIMAL(18, 2)) AS VARCHAR)",
        "quotient": f"CAST(CAST({column} AS DECIMAL(18, 2)) AS VARCHAR)",
        "ratio": f"RTRIM(RTRIM(CAST({column} AS VARCHAR), '0'), '.')",
        "yes_no": f"CASE WHEN {column} THEN '是' WHEN NOT {column} THEN '否' END",
        "datetime": f"CASE WHEN {column} = DATE_TRUNC('day', {column}) THEN STRFTIME({column}, '%Y-%m-%d')"
        f" ELSE STRFTIME({column}, '%Y-%m-%d %H:%M') END",
        "choices": f"NULLIF(ARRAY_TO_STRING({column}, '、'), '')",
    }
    return shapes.get(kind, f"CAST({column} AS VARCHAR)")


def template_sql(text: str, types: Mapping[str, str]) -> str:
    """SQL that builds the sentence. A blank reads as Chinese where it stands: （理由：{X}）→（没有写理由）; {X}元 → 未填;
    {X}人 →（人数未填）; a day before a verb →（日期未填）."""
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
    parts, end = [], 0
    for place in _VALUE.finditer(text):
        parts += [_literal(text[end : place.start()])] if place.start() > end else []
        end = place.end()
        name, label, unit = place["alone"] or place["name"], place["label"], place["unit"] or ""
        around = (f"（{label}：", "）") if label else ("", unit)
        blank = f"（没有写{label}）" if label else _blank(types[name], unit, text[: place.start()])
        shape = _shape(name, types[name])
        whole = f"CONCAT({_literal(around[0])}, {shape}, {_literal(around[1])})"
        parts.append(f"CASE WHEN {shape} IS NULL THEN {_literal(blank)} ELSE {whole} END")
    return [*parts, _literal(text[end:])] if end < len(text) else parts


def _blank(kind: str, unit: str, before: str) -> str:
    if unit and unit[0] in _HEADS and not before.endswith(_LABELS):
        return f"（{unit[0]}数{UNSTATED}）"
    if kind in ("date", "datetime") and not before.endswith(_LABELS):
        return f"（{'日期' if kind == 'date' else '时间'}{UNSTATED}）"
    return UNSTATED if unit or not before.endswith("由") else f"（{UNSTATED}）"


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
