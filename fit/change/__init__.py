"""Change since intake: reliable change, categories, the seven published indices, sudden changes."""

from fit.change.reliable_change import Change, classify_change, crossed_cutoff

__all__ = ["Change", "classify_change", "crossed_cutoff"]
