"""Linking: which rows speak of the same person, and of the same household.

A few rules, each explainable in one sentence, take the certain pairs; everything doubtful becomes a pair for a person to
decide, ranked by points of a fixed model that is never trained on the clerk's roster.
"""

from rescue_cli.core.linkage import Decision, Linked
from rescue_cli.link.decided_pairs import mention_digests
from rescue_cli.link.linking import link

__all__ = ["Decision", "Linked", "link", "mention_digests"]
