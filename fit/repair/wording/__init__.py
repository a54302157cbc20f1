"""What the wording check listens for: one kind a file, found by this folder; a new phrase is one line."""

from fit.repair.wording._listening import Heard, listen
from fit.repair.wording._registry import kinds, load_kind
from fit.repair.wording._rule import Kind, Rule
from fit.repair.wording._text import Shadow, shadow

__all__ = ["Heard", "Kind", "Rule", "Shadow", "kinds", "listen", "load_kind", "shadow"]
