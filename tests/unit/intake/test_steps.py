"""The table that is read knows none of the steps that read it; the one list of them is whole."""

from rescue_cli.intake import table_steps
from support.imports import imports, modules

TABLE, LIST, STEPS = "rescue_cli.intake.table", "rescue_cli.intake.table_steps", "rescue_cli.intake.steps."
# They tell rows apart for the step that takes them, to which household a row belongs, and what a whole cell answers.
NO_STEPS = {STEPS + "row_kinds", STEPS + "named_heads", STEPS + "family_order", STEPS + "whole_answers"}


def test_the_table_knows_no_step():
    graph = imports()
    known: set[str] = set()
    ahead = {TABLE}
    while ahead:
        known |= ahead
        ahead = {name for module in ahead for name in graph.get(module, ())} - known
    assert "rescue_cli.intake.reading_context" in known
    assert not {name for name in known if name == LIST or name.startswith(STEPS)}


def test_every_module_of_the_steps_has_one_in_the_list_and_none_runs_twice():
    steps = [*table_steps.FIRST, *table_steps.STEPS]
    assert len(set(steps)) == len(steps)
    listed = {step.__module__ for step in steps}
    assert listed == {name for name in modules() if name.startswith(STEPS)} - NO_STEPS
