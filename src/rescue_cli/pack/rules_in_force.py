"""Which rules of a pack hold on a day."""

import datetime as dt

from rescue_cli.pack import model as m


def rules_in_force(pack: m.Pack, as_of: dt.date) -> m.Pack:
    """The pack with the rules in force on the day: from `from` on, up to and including `to`. The pack itself, if all are."""
    held = tuple(rule for rule in pack.rules.rule if _holds(rule, as_of))
    if len(held) == len(pack.rules.rule):
        return pack
    return pack.model_copy(update={"rules": pack.rules.model_copy(update={"rule": held})})


def _holds(rule: m.Rule, day: dt.date) -> bool:
    return (rule.start is None or rule.start <= day) and (rule.end is None or day <= rule.end)
