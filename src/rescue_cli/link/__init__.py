"""Linking: which rows speak of the same person, and of the same household.

Exact keys only, each explainable in one sentence; everything doubtful becomes a pair for a person to decide.
"""

from rescue_cli.core.linked import Linked
from rescue_cli.link.linking import link

__all__ = ["Linked", "link"]
