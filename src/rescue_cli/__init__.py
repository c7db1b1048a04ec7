"""`rescue`: from the workbooks townships send to one roster, a determination with its reason, ledgers and statistics."""

__version__ = "0.1.0"
