"""Who is spoken of is taken out of a text: names, places, dates, numbers; by rules, on this machine, no model."""

from fit.deidentify._choices import Added, Choices, UndoneName, undone_names, with_choices
from fit.deidentify._clean import without_hidden
from fit.deidentify._find import Identities, find_identities, read_identities
from fit.deidentify._names import KnownNames
from fit.deidentify._replacement import Kind, Replacement, counted, in_text, replaced

__all__ = [
    "Added",
    "Choices",
    "Identities",
    "Kind",
    "KnownNames",
    "Replacement",
    "UndoneName",
    "counted",
    "find_identities",
    "in_text",
    "read_identities",
    "replaced",
    "undone_names",
    "with_choices",
    "without_hidden",
]
