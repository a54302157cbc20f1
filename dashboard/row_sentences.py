"""Why a row of a caseload stands where it does, in a heading and a sentence with the numbers."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from dashboard.dates import day_said
from dashboard.sentences import counted, last_seen, signed
from dashboard.words import ATTENTION, CHANGE
from fit.casework.views import Attention
from fit.change import LOSSES
from fit.scales import Score
from fit.trajectory import Track

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from dashboard.words import Look
    from fit.casework.views import CaseloadRow

__all__ = ["REASONS", "row_look", "row_next_step", "row_reason", "row_waits", "row_when"]


def _fall(history: Sequence[Score | None]) -> Score | None:
    """How far the last rating lies below the one before it; None when it does not."""
    given = [score for score in history if score is not None]
    fall = given[-2].tenths - given[-1].tenths if len(given) > 1 else 0
    return Score(fall) if fall > 0 else None


def _waiting(row: CaseloadRow, finding: str) -> str:
    """Say what waits to be talked about, with the last rating: it may be a later one."""
    last = "" if row.alliance_latest is None else f"; the last one is {row.alliance_latest}"
    return f"{finding}, not yet talked about{last}."


def _off_track(row: CaseloadRow) -> str:
    if row.track is not Track.RED or row.outcome_latest is None:
        return f"The {row.outcome_title} fell well below what was expected at an earlier session."
    return f"The {row.outcome_title} ({row.outcome_latest}) is well below what is expected by now."


def _alliance_drop(row: CaseloadRow) -> str:
    fall = _fall(row.alliance_history)
    if fall is None:
        return _waiting(row, f"A fall of the {row.alliance_title}")
    return f"The {row.alliance_title} fell {fall} points since the last one."


def _outcome_fall(row: CaseloadRow) -> str:
    fall = _fall(row.outcome_history)
    lead = f"The {row.outcome_title} fell"
    if row.attention is Attention.FALLEN and fall is not None:
        return f"{lead} {fall} points since the last one, to {row.outcome_latest}: the lowest so far."
    return f"{lead} sharply at an earlier session." if fall is None else f"{lead} {fall} points since the last one."


def _below_best(row: CaseloadRow) -> str:
    start = "" if row.gain is None or row.gain.tenths >= 0 else f", and is {_lost(row.gain)} below the first rating"
    return f"The {row.outcome_title} has fallen from its best by more than chance{start}."


def _below_start(row: CaseloadRow) -> str:
    if row.gain is None or row.gain.tenths >= 0:
        return _below_best(row)
    return f"The {row.outcome_title} is {_lost(row.gain)} below the first rating."


def _lost(gain: Score) -> str:
    return f"{Score(-gain.tenths)} points"


REASONS: Mapping[str, Callable[[CaseloadRow], str]] = MappingProxyType(
    {
        "risk_answer": lambda _: "Thoughts of death or of hurting oneself were marked: ask today.",
        "deterioration": _below_best,
        "loss_since_intake": _below_start,
        "off_track": _off_track,
        "no_reliable_gain": lambda row: (
            f"No clear gain after {counted(row.sessions, 'session')}: what should be different?"
        ),
        "plateau": lambda row: f"The {row.outcome_title} has hardly moved over the last sessions.",
        "sudden_gain": lambda row: f"The {row.outcome_title} rose at once and stayed up.",
        "sudden_loss": lambda row: f"The {row.outcome_title} fell at once and stayed down.",
        "sawtooth": lambda row: f"The {row.outcome_title} swings up and down: read it with care.",
        "high_start": lambda row: (
            f"The first {row.outcome_title} was high ({row.intake}): ask what it should tell you."
        ),
        "sharp_last_fall": _outcome_fall,
        "target_reached": lambda row: f"The {row.outcome_title} has reached its target: talk about what comes next.",
        "rating_missing": lambda row: f"No {row.outcome_title} at the last session.",
        "risk_of_unplanned_ending": lambda _: (
            "Little gain, and the session rating falls or is missing: time to reach out."
        ),
        "low_total": lambda row: _waiting(row, f"A low {row.alliance_title}"),
        "low_item": lambda row: f"One line of the {row.alliance_title} is low.",
        "drop": _alliance_drop,
        "below_usual_range": lambda row: _waiting(row, f"An unusually low {row.alliance_title} for this client"),
        "falling": lambda row: f"The {row.alliance_title} has been falling, session after session.",
        "flat_40": lambda row: f"The {row.alliance_title} is 40 every time: ask how safe it is to be honest.",
        "alliance_missing": lambda row: f"No {row.alliance_title} at the last session.",
    }
)
"""By rule id: why a row of the caseload stands where it does."""


LED_BY: Mapping[str | None, str] = MappingProxyType(
    {
        "loss_since_intake": "Lower than at the start",
        "deterioration": "Below the best so far",
        "sharp_last_fall": "A sharp fall",
        "sudden_loss": "A sudden loss",
        "off_track": "Off track",
        "no_reliable_gain": "Not moving up",
        "plateau": "Not moving up",
        "sawtooth": "Swings up and down",
        "risk_of_unplanned_ending": "Time to reach out",
        "rating_missing": "A rating is missing",
        "alliance_missing": "A rating is missing",
        **dict.fromkeys(
            ("low_item", "falling", "low_total", "drop", "below_usual_range", "flat_40"), "Keep an eye on the alliance"
        ),
    }
)
"""What stands over a row by its reason, whichever severity the clinic's policy gives the rule."""
BY_REASON = frozenset({Attention.OFF_TRACK, Attention.FALLING})
"""The kinds that many reasons come to; the others say what to do themselves."""


def row_when(row: CaseloadRow) -> str:
    """Say how long ago the last session was, or when the episode was closed; an imported one may have no day."""
    if row.closed_on is not None:
        return f"closed {day_said(row.closed_on)}"
    return "day not known" if row.days_since is None and row.sessions else last_seen(row.days_since)


LONG_DAYS: Final = 7
"""[days] An alert that nobody has looked at for so long has waited for a whole week between two sessions."""


def row_waits(row: CaseloadRow, today: date) -> str:
    """Say since when the oldest alert waits for a first look; empty where none does, or not for long."""
    if row.waits_since is None or (days := (today - row.waits_since).days) < LONG_DAYS:
        return ""
    return f"Not opened for {days} days, since {day_said(row.waits_since)}"


def row_look(row: CaseloadRow) -> Look:
    """Return the row's status: what to look at first, or how it goes when nothing is open."""
    if row.attention is not Attention.NOTHING:
        look = ATTENTION[row.attention]
        return replace(look, word=LED_BY.get(row.reason_rule, look.word)) if row.attention in BY_REASON else look
    return CHANGE[row.change] if row.gain is not None else CHANGE["not_assessable"]


def row_reason(row: CaseloadRow) -> str:
    """Say in one sentence why this row stands where it does."""
    if row.reason_rule is not None:
        return f"{REASONS[row.reason_rule](row)}{_life_too(row)}"
    if row.attention is Attention.NO_RATING:
        return _no_rating(row)
    return _quiet(row)


def _life_too(row: CaseloadRow) -> str:
    """Beside a finding about the alliance: what must not be missed about life."""
    if row.attention is not Attention.ALLIANCE:
        return ""
    if row.change in LOSSES and row.gain is not None:
        return f" The {row.outcome_title} ({row.outcome_latest}) has fallen {_lost(row.gain)} since the start."
    return f" {_off_track(row)}" if row.track is Track.RED and row.outcome_latest is not None else ""


def row_next_step(row: CaseloadRow) -> str:
    """Say which step is open; nothing when none is."""
    return "" if row.planned_at is None else f"Next step: the repair planned after session {row.planned_at}."


def _no_rating(row: CaseloadRow) -> str:
    if row.outcome_latest is None and row.alliance_latest is None:
        return "No rating yet."
    return f"No rating at the last sessions; last seen {last_seen(row.days_since)}."


def _quiet(row: CaseloadRow) -> str:
    if row.gain is None:
        return "No rating yet." if row.intake is None else "A second rating will show a direction."
    return f"{signed(row.gain)} points since the first {row.outcome_title}."
