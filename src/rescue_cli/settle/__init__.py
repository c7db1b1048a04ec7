"""Settling: one case per household, its values chosen by rule, every disagreement listed, every row accounted for."""

from rescue_cli.settle.as_of_day import counted, up_to, waiting_findings, waiting_rows, without_waiting
from rescue_cli.settle.chosen_values import Remembered
from rescue_cli.settle.damaged_number_notes import damaged_number_notes
from rescue_cli.settle.deaths import death_findings
from rescue_cli.settle.doubted_cells import Cell
from rescue_cli.settle.field_values import SEVERAL
from rescue_cli.settle.open_pair_notes import open_pair_notes
from rescue_cli.settle.open_questions import open_questions
from rescue_cli.settle.possible_cases import Possible, Unanswered, possible_cases
from rescue_cli.settle.settling import Settled, settle
from rescue_cli.settle.waiting_notes import waiting_notes, with_notes

__all__ = [
    "SEVERAL",
    "Cell",
    "Possible",
    "Remembered",
    "Settled",
    "Unanswered",
    "counted",
    "damaged_number_notes",
    "death_findings",
    "open_pair_notes",
    "open_questions",
    "possible_cases",
    "settle",
    "up_to",
    "waiting_findings",
    "waiting_notes",
    "waiting_rows",
    "with_notes",
    "without_waiting",
]
