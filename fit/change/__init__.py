"""Change since intake: reliable change, categories, the seven published indices, sudden changes."""

from fit.change.reliable_change import CHANGES, LOSSES, Change, classify_change

__all__ = ["CHANGES", "LOSSES", "Change", "classify_change"]
