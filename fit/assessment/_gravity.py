"""Which of several alerts stands first: one order for lists of clients, the client's page and what is new."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from fit.policies import Severity
from fit.scales import Score

if TYPE_CHECKING:
    from fit.assessment._verdict import EpisodeAssessment

__all__ = ["RELIABLE_LOSSES", "SHARP_FALL", "gravity", "sharp_fall", "weight"]

SHARP_FALL: Final = "sharp_last_fall"
"""The rule that says so."""
LOSSES = ("loss_since_intake", "sudden_loss", SHARP_FALL, "deterioration")
ALLIANCE = ("low_total", "drop", "below_usual_range", "low_item", "falling", "flat_40", "alliance_missing")
PATH = ("risk_of_unplanned_ending", "off_track", "no_reliable_gain", "plateau", "sawtooth", "high_start")
OTHERS = ("rating_missing", "sudden_gain", "target_reached")
RULES = ("risk_answer", *LOSSES, *ALLIANCE, *PATH, *OTHERS)
"""Of one severity and session: the order in which rules are told."""
RELIABLE_LOSSES: Final = frozenset(LOSSES)
"""Rules that speak of a loss beyond measurement error only; what others speak of may be chance."""
PLACE = {rule: place for place, rule in enumerate(RULES)}
SEVERITIES = {severity.value: place for place, severity in enumerate(Severity)}
Weight = tuple[bool, bool, int, bool, bool]
Gravity = tuple[bool, bool, int, bool, bool, int, int]


def weight(rule: str, severity: str, *, fallen: bool = False, waits: bool = True) -> Weight:
    """How grave an alert is, the smaller the graver; two clients can be compared by it.

    What waits for a look stands before what rests. Then comes what is urgent; then, where the newest outcome rating has
    `fallen` sharply to below any before, what says so; then by severity. Within one severity a reliable loss stands
    before what may be measurement error, and the alliance before the expected path.
    """
    is_loss = rule in RELIABLE_LOSSES
    is_urgent = severity == Severity.URGENT.value
    leads = is_urgent or (fallen and is_loss)
    return not waits, not leads, SEVERITIES[severity], not is_loss, rule not in ALLIANCE


def gravity(rule: str, severity: str, meeting: int, *, fallen: bool = False, waits: bool = True) -> Gravity:
    """Where an alert stands among those of its client: by weight; of equals the newest session, then rule by rule."""
    return (*weight(rule, severity, fallen=fallen, waits=waits), -meeting, PLACE.get(rule, len(PLACE)))


def sharp_fall(one: EpisodeAssessment) -> Score | None:
    """How far the last rating fell, where it is a sharp fall to below any rating before; None where it is not."""
    given = [score.tenths for score in one.outcome if score is not None]
    if len(given) < 2 or given[-1] >= min(given[:-1]):  # noqa: PLR2004  a fall is from one to another
        return None
    found = any(signal.rule.id == SHARP_FALL for signal in one.latest_signals)
    return Score(given[-2] - given[-1]) if found else None
