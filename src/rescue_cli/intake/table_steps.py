"""A recognised table, read step by step. The one place that says in which order; a step is a function of the `Table`."""

import re
from collections.abc import Callable

from rescue_cli.core import columns as c
from rescue_cli.core import fields as f
from rescue_cli.core.findings import Finding
from rescue_cli.core.states import Level
from rescue_cli.intake.steps.column_assignment import assign_columns
from rescue_cli.intake.steps.column_listing import list_columns, list_other_columns
from rescue_cli.intake.steps.dittos import fill_dittos
from rescue_cli.intake.steps.extracts import read_extracts
from rescue_cli.intake.steps.former_names import read_former_names
from rescue_cli.intake.steps.household_rows import count_rows, find_households
from rescue_cli.intake.steps.lost_signs import leave_damaged
from rescue_cli.intake.steps.merged_villages import follow_merges
from rescue_cli.intake.steps.row_persons import name_people, read_members
from rescue_cli.intake.steps.row_places import settle_areas, settle_places, share_areas, share_places
from rescue_cli.intake.steps.rows_elsewhere import set_aside
from rescue_cli.intake.steps.seen_numbers import see_numbers
from rescue_cli.intake.steps.shared_figures import leave_shared
from rescue_cli.intake.steps.shifted_rows import leave_shifted
from rescue_cli.intake.steps.stated_totals import compare_totals
from rescue_cli.intake.steps.surrounding_values import date_list, fill_from_around
from rescue_cli.intake.steps.table_mentions import hand_on
from rescue_cli.intake.steps.taken_rows import take_rows
from rescue_cli.intake.steps.tick_columns import read_ticks
from rescue_cli.intake.steps.typed_columns import show_digits, type_columns, type_relation
from rescue_cli.intake.table import Table
from rescue_cli.values.parsed import cell_text, compact

Step = Callable[[Table], None]

EMPTY_FORM = "INTAKE-SHEET-NO-ROWS"
NOTHING = re.compile("零(?:上)?报")
NOBODY = re.compile("(?:本[月期次镇村]|我[镇村])?(?:无|暂无|没有|零报告|零上报|无此类(?:家庭|对象|人员|情况))")


def report_empty(table: Table) -> None:
    """Headings without rows: of a form that somebody owes it is asked whether there is nobody to report, unless it says so
    itself. Where all rows were set aside, that is told already."""
    if table.set_aside:
        return
    head, said_nothing = table.context.pack.head, _says_nothing(table)
    owed = any(table.form in deadline.hands_in for deadline in head.deadline)
    facts = {f.FORM: table.form, "问法": "，写明是零报告" if said_nothing else ""}
    if owed and not said_nothing:
        facts["问法"] = "：是零报告（没有这样的家庭），还是漏填了、发错了"
    else:
        facts[c.LEVEL] = Level.HINT
    table.context.report(Finding(EMPTY_FORM, table.file, table.name, facts=facts))


def _says_nothing(table: Table) -> bool:
    """File, sheet, title or a row below the headings says 零报告, or that there is nobody."""
    around = (table.around.file, table.around.sheet, *table.around.titles)
    below = [compact(cell_text(cell)) for line in table.layout.below for cell in line.cells]
    return any(NOTHING.search(compact(text)) for text in around) or any(map(NOBODY.fullmatch, below))


FIRST: tuple[Step, ...] = (assign_columns, take_rows, fill_dittos, set_aside)
WITHOUT_ROWS: tuple[Step, ...] = (list_columns, report_empty)
STEPS: tuple[Step, ...] = (
    leave_damaged,  # before anything reads a cell
    leave_shifted,  # before anything reads a cell
    leave_shared,  # before anything reads a cell
    see_numbers,  # before anything reads a cell
    read_ticks,  # columns of words with √ become one column, before anything asks which columns there are
    type_relation,  # 与户主关系 is a clue to which rows are one household
    settle_places,  # a head is named in his village; before the typing: a finding of a cell names the row's township
    find_households,  # gives some columns another field (户主身份证号 beside 身份证号), so they are listed after it
    list_columns,
    share_places,
    type_columns,
    show_digits,
    read_former_names,
    date_list,
    follow_merges,  # by the row's day; before the areas, which rescue.toml has by the villages of today
    settle_areas,
    share_areas,
    fill_from_around,
    read_extracts,
    name_people,
    read_members,
    count_rows,
    compare_totals,  # needs all values, and 户首行
    list_other_columns,
    hand_on,
)


def read_table(table: Table) -> None:
    """Read the table into its context's tables and findings."""
    for step in FIRST:
        step(table)
    for step in STEPS if table.numbers else WITHOUT_ROWS:
        step(table)
