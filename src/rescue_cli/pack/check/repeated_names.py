"""Names given twice in one file of a pack: the second would silently replace the first."""

from collections import Counter
from collections.abc import Iterator

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
