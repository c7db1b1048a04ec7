"""What is wrong or doubtful in the mentions, row by row and against each other. Changes nothing."""

from rescue_cli.check.all_checks import check

__all__ = ["check"]
