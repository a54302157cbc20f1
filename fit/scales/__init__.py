"""The published instruments, one TOML file each, as structure: ids, ranges, lines, sources.

The wording of the ORS and SRS family is licensed and is not here; its prompts are neutral ones of our own.
"""

from fit.scales._people import AgeBand, Informant
from fit.scales._registry import leading_pair, load_scale, scale, scale_ids, scales
from fit.scales._scale import Better, Choice, Cutoff, Item, Layout, Norm, Scale, ScaleKind
from fit.scales._score import Score
from fit.scales._wording import LANGUAGES, Packs, Wording, WordingSource, load_pack, load_packs, worded

__all__ = [
    "LANGUAGES",
    "AgeBand",
    "Better",
    "Choice",
    "Cutoff",
    "Informant",
    "Item",
    "Layout",
    "Norm",
    "Packs",
    "Scale",
    "ScaleKind",
    "Score",
    "Wording",
    "WordingSource",
    "leading_pair",
    "load_pack",
    "load_packs",
    "load_scale",
    "scale",
    "scale_ids",
    "scales",
    "worded",
]
