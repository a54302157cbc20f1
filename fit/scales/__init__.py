"""The published instruments, one TOML file each, as structure: ids, ranges, lines, sources.

The wording of the ORS and SRS family is licensed and is not here; its prompts are neutral ones of our own.
"""

from fit.scales._people import AgeBand, Informant
from fit.scales._registry import load_scale, scale, scale_ids, scales
from fit.scales._scale import Better, Choice, Cutoff, Item, Layout, Norm, Scale, ScaleKind
from fit.scales._score import Score

__all__ = [
    "AgeBand",
    "Better",
    "Choice",
    "Cutoff",
    "Informant",
    "Item",
    "Layout",
    "Norm",
    "Scale",
    "ScaleKind",
    "Score",
    "load_scale",
    "scale",
    "scale_ids",
    "scales",
]
