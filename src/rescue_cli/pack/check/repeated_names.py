"""Names given twice in one file of a pack: the second would silently replace the first."""

from collections import Counter
from collections.abc import Iterator, Sequence

from rescue_cli.pack import model as m
from rescue_cli.pack.read_folder import PackParts


def repeated_names(parts: PackParts) -> Iterator[tuple[str, str, str]]:
    """(file of the folder, key, what is wrong) for each name that stands twice."""
    rules = parts.rules
    names = {
        ("pack.toml", "level"): [entry.code for entry in parts.head.level] if parts.head else [],
        ("rules.toml", "gather"): [entry.field for entry in rules.gather],
        ("rules.toml", "derive"): [entry.field for entry in rules.derive],
        ("rules.toml", "rule"): [entry.id for entry in rules.rule],
        ("rules.toml", "remark"): [entry.id for entry in rules.remark],
        ("rules.toml", "event"): [entry.id for entry in rules.event],
        ("rules.toml", "clock"): [entry.id for entry in rules.clock],
        ("standards.toml", "relation"): [entry.name for entry in parts.standards.relation],
        ("cases.toml", "case"): [entry.id for entry in parts.cases.case],
        ("findings.toml", "finding"): [entry.code for entry in parts.findings.finding],
    }
    for (file, part), given in names.items():
        for name in sorted(name for name, times in Counter(given).items() if times > 1):
            yield file, f"{part}.{name}", f"“{name}”出现两次"
    for key, text in repeated_amounts(parts.standards.standard, parts.standards.parameter):
        yield "standards.toml", key, text


def repeated_amounts(standards: Sequence[m.Standard], parameters: Sequence[m.Parameter]) -> Iterator[tuple[str, str]]:
    """(key, what is wrong) for a dated amount that one file gives twice for the same area and first day."""
    entries: list[m.Standard | m.Parameter] = [*standards, *parameters]
    given: dict[tuple[str, str, str, object], list[str]] = {}
    for entry in entries:
        part, area = ("standard", entry.area or "") if isinstance(entry, m.Standard) else ("parameter", "")
        given.setdefault((part, entry.name, area, entry.start), []).append(_amount(entry))
    for (part, name, area, start), amounts in given.items():
        if len(amounts) > 1:
            since = [area, f"自{start}起" if start else ""]
            when = f"（{'，'.join(filter(None, since))}）" if any(since) else ""
            text = f"“{name}”{when}写了{_TIMES.get(len(amounts), '几')}次：{' 和 '.join(amounts)}，请只留一处"
            yield f"{part}.{name}", text


_TIMES = {2: "两", 3: "三"}


def _amount(entry: m.Standard | m.Parameter) -> str:
    value = entry.amount if isinstance(entry, m.Standard) else entry.value
    return "未填" if value is None else str(value)
