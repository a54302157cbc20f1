"""Why a row of a caseload stands where it does, in a heading and a sentence with the numbers."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from dashboard.dates import day_said
from dashboard.sentences import counted, last_seen, signed
from dashboard.words import ATTENTION, CHANGE
from fit.alerts import rules
from fit.assessment import SHARP_FALL
from fit.casework.views import Attention
from fit.change import LOSSES
from fit.scales import ScaleKind, Score
from fit.trajectory import Track

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from dashboard.words import Look
    from fit.casework.views import CaseloadRow

__all__ = ["REASONS", "row_look", "row_next_step", "row_reason", "row_waits", "row_when"]


TITLES: Mapping[str, str] = MappingProxyType({rule.id: rule.title for rule in rules()})
"""What was found, in the words of the client's page and of what is new."""
ALLIANCE_RULES = frozenset(rule.id for rule in rules() if rule.kind == ScaleKind.ALLIANCE)


def _fall(history: Sequence[Score | None]) -> Score | None:
    """How far the last rating lies below the one before it; None when it does not."""
    given = [score for score in history if score is not None]
    fall = given[-2].tenths - given[-1].tenths if len(given) > 1 else 0
    return Score(fall) if fall > 0 else None


def _alliance_waits(row: CaseloadRow) -> str:
    """Say that it waits to be talked about, with the last rating: it may be a later one."""
    return f", not yet talked about{_now(row.alliance_title, row.alliance_latest)}."


def _now(title: str, latest: Score | None) -> str:
    return "" if latest is None else f"; the last {title} is {latest}"


def _off_track(row: CaseloadRow) -> str:
    """Say where the outcome rating is against what is expected."""
    return f" The {row.outcome_title} ({row.outcome_latest}) is well below what is expected by now."


def _under_path(row: CaseloadRow) -> str:
    if row.track is not Track.RED or row.outcome_latest is None:
        return f", at an earlier session{_now(row.outcome_title, row.outcome_latest)}."
    return f": the {row.outcome_title} is {row.outcome_latest}."


def _alliance_drop(row: CaseloadRow) -> str:
    fall = _fall(row.alliance_history) if row.reason_is_newest else None
    return _alliance_waits(row) if fall is None else f", by {fall} points to {row.alliance_latest}."


def _outcome_fall(row: CaseloadRow) -> str:
    """Say the fall of the newest rating; of one that is left from an earlier session a later fall says nothing."""
    fall = _fall(row.outcome_history) if row.reason_is_newest else None
    if fall is None:
        return f", at an earlier session{_now(row.outcome_title, row.outcome_latest)}."
    lowest = ", the lowest so far" if row.attention is Attention.FALLEN else ""
    return f": the {row.outcome_title} fell {fall} points to {row.outcome_latest}{lowest}."


def _below_best(row: CaseloadRow) -> str:
    if row.gain is None or row.gain.tenths >= 0:
        return f"{_now(row.outcome_title, row.outcome_latest)}."
    return f"; the {row.outcome_title} ({row.outcome_latest}) is {_lost(row.gain)} below the first rating too."


def _below_start(row: CaseloadRow) -> str:
    if row.gain is None or row.gain.tenths >= 0:
        return f", at an earlier session{_now(row.outcome_title, row.outcome_latest)}."
    return f": the {row.outcome_title} is {_lost(row.gain)} below the first rating, at {row.outcome_latest}."


def _lost(gain: Score) -> str:
    return f"{Score(-gain.tenths)} points"


def _ends(words: str) -> Callable[[CaseloadRow], str]:
    return lambda _: words


def _ends_with_last(row: CaseloadRow) -> str:
    return f"{_now(row.outcome_title, row.outcome_latest)}."


REASONS: Mapping[str, Callable[[CaseloadRow], str]] = MappingProxyType(
    {
        "risk_answer": _ends(": ask today."),
        "deterioration": _below_best,
        "loss_since_intake": _below_start,
        "off_track": _under_path,
        "no_reliable_gain": lambda row: f", after {counted(row.sessions, 'session')}: what should be different?",
        "plateau": lambda row: f" of the {row.outcome_title}.",
        "sudden_gain": _ends_with_last,
        "sudden_loss": _ends_with_last,
        "sawtooth": lambda row: f": read the {row.outcome_title} with care.",
        "high_start": lambda row: (
            f": ask what {'it' if row.intake is None else f'{row.outcome_title} {row.intake}'} should tell you."
        ),
        "sharp_last_fall": _outcome_fall,
        "target_reached": _ends(": talk about what comes next."),
        "rating_missing": _ends("."),
        "risk_of_unplanned_ending": _ends(": time to reach out."),
        "low_total": _alliance_waits,
        "low_item": _ends("."),
        "drop": _alliance_drop,
        "below_usual_range": _alliance_waits,
        "falling": _ends("."),
        "flat_40": _ends(": ask how safe it is to be honest."),
        "alliance_missing": _ends("."),
    }
)
"""By rule id: how the sentence goes on that begins with the rule's title, with the numbers of this row."""


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
OWN_HEADING = frozenset({Attention.URGENT, Attention.NO_RATING})
"""What says itself what to do, whatever the reason."""


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
        return look if _says_itself(row) else replace(look, word=LED_BY.get(row.reason_rule, look.word))
    return CHANGE[row.change] if row.gain is not None else CHANGE["not_assessable"]


def _says_itself(row: CaseloadRow) -> bool:
    """Whether what the row asks for is what leads it; a reliable loss can lead where the alliance asks for a word."""
    if row.attention is Attention.FALLEN:
        return row.reason_rule == SHARP_FALL
    if row.attention is Attention.ALLIANCE:
        return row.reason_rule in ALLIANCE_RULES
    return row.attention in OWN_HEADING


def row_reason(row: CaseloadRow) -> str:
    """Say why this row stands where it does: the gravest open alert by its title, with the numbers."""
    if row.reason_rule is not None:
        return f"{TITLES[row.reason_rule]}{REASONS[row.reason_rule](row)}{_beside(row)}"
    if row.attention is Attention.NO_RATING:
        return _no_rating(row)
    return _quiet(row)


def _beside(row: CaseloadRow) -> str:
    """Beside a finding about life what must not be missed about the alliance, and the other way round."""
    if row.attention is not Attention.ALLIANCE:
        return ""
    if row.reason_rule not in ALLIANCE_RULES:
        last = "" if row.alliance_latest is None else f": the last {row.alliance_title} is {row.alliance_latest}"
        return f" Ask about the alliance too{last}."
    if row.change in LOSSES and row.gain is not None:
        return f" The {row.outcome_title} ({row.outcome_latest}) has fallen {_lost(row.gain)} since the start."
    return _off_track(row) if row.track is Track.RED and row.outcome_latest is not None else ""


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
