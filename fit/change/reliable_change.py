"""Change that measurement error alone does not explain, and the five exclusive categories."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Mask = NDArray[np.bool_]

__all__ = ["CHANGES", "LOSSES", "Change", "classify_change"]


class Change(StrEnum):
    """Where an episode stands since intake. Each category excludes the others."""

    NOT_ASSESSABLE = "not_assessable"
    RECOVERED = "recovered"
    IMPROVED = "improved"
    UNCHANGED = "unchanged"
    DETERIORATED = "deteriorated"
    HARMED = "harmed"


CHANGES = tuple(Change)
LOSSES = frozenset({Change.DETERIORATED, Change.HARMED})
"""Life is reliably harder than at intake."""
_CODE = {change: code for code, change in enumerate(CHANGES)}


def classify_change(
    *,
    reliable_gain: Mask,
    reliable_loss: Mask,
    left_clinical_range: Mask,
    entered_clinical_range: Mask,
    assessable: Mask,
) -> NDArray[np.int8]:
    """Put each episode into its category of change.

    Parameters
    ----------
    reliable_gain, reliable_loss : [episodes] whether gain or loss passes the reliable-change line
    left_clinical_range, entered_clinical_range : [episodes] whether the cutoff was crossed between the two
    assessable : [episodes] whether there are an intake and a later rating

    Returns
    -------
    [episodes] codes into CHANGES

    References
    ----------
    1. Jacobson & Truax 1991, J Consult Clin Psychol 59(1), 12-19, doi:10.1037/0022-006X.59.1.12
    """
    change = np.full(assessable.shape, _CODE[Change.UNCHANGED], np.int8)
    change[reliable_gain] = _CODE[Change.IMPROVED]
    change[reliable_loss] = _CODE[Change.DETERIORATED]
    change[reliable_gain & left_clinical_range] = _CODE[Change.RECOVERED]
    change[reliable_loss & entered_clinical_range] = _CODE[Change.HARMED]
    change[~assessable] = _CODE[Change.NOT_ASSESSABLE]
    return change
