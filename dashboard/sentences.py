"""Verdicts and reasons as sentences with their numbers, for the clinician: plain, short, without blame."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from dashboard.dates import day_said
from dashboard.words import AGE_BAND, ALLIANCE, ATTENTION, CHANGE, TRACK
from fit.casework.views import Attention
from fit.change import LOSSES, Change
from fit.policies import Severity
from fit.scales import Better, Score
from fit.trajectory import Track

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from dashboard.words import Look
    from fit.assessment import EpisodeAssessment, Signal
    from fit.casework.views import CaseloadRow, ClientPage, RatingRow

__all__ = [
    "REASONS",
    "alliance_look",
    "alliance_sentence",
    "change_look",
    "change_sentence",
    "client_line",
    "counted",
    "gravest_first",
    "last_seen",
    "result",
    "row_look",
    "row_next_step",
    "row_reason",
    "row_when",
    "signed",
    "track_look",
    "track_sentence",
]


def counted(number: int, one: str, many: str = "") -> str:
    """Say a number with its noun: "1 session", "4 sessions"."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def signed(score: Score) -> str:
    """Write a change with its sign, with a true minus."""
    return f"+{score}" if score.tenths > 0 else str(score).replace("-", "\u2212")


def result(rating: RatingRow) -> str:
    """Say what a rating gave: its total, the face that was chosen, or that it was not given."""
    if rating.face:
        return f"face: {rating.face.replace('_', ' ')}"
    return "not given" if rating.total is None else str(rating.total)


def last_seen(days: int | None) -> str:
    """Say how long ago the last session was."""
    if days is None:
        return "no session yet"
    near = {0: "today", 1: "yesterday"}
    return near.get(days, f"{days} days ago")


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
    return f"{lead} sharply at an earlier session." if fall is None else f"{lead} {fall} points since the last one."


def _below_start(row: CaseloadRow) -> str:
    if row.gain is None or row.gain.tenths >= 0:
        return f"The {row.outcome_title} has fallen by more than chance."
    return f"The {row.outcome_title} is {Score(-row.gain.tenths)} points below the first rating."


REASONS: Mapping[str, Callable[[CaseloadRow], str]] = MappingProxyType(
    {
        "risk_answer": lambda _: "Thoughts of death or of hurting oneself were marked: ask today.",
        "deterioration": _below_start,
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


def row_when(row: CaseloadRow) -> str:
    """Say how long ago the last session was, or when the episode was closed; an imported one may have no day."""
    if row.closed_on is not None:
        return f"closed {day_said(row.closed_on)}"
    return "day not known" if row.days_since is None and row.sessions else last_seen(row.days_since)


def row_look(row: CaseloadRow) -> Look:
    """Return the row's status: what to look at first, or how it goes when nothing is open."""
    if row.attention is not Attention.NOTHING:
        return ATTENTION[row.attention]
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
        lost = Score(abs(row.gain.tenths))
        return f" The {row.outcome_title} ({row.outcome_latest}) has fallen {lost} points since the start."
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


def client_line(client: ClientPage) -> str:
    """Say in one line who this is: age band, sessions, last seen."""
    rated = [session for session in client.sessions if session.ratings]
    days = [session.occurred_on for session in rated if session.occurred_on is not None]
    seen = [f"last seen {last_seen((client.as_of - max(days)).days)}"] if days else []
    return " · ".join([AGE_BAND[client.episode.age_band], counted(len(rated), "session"), *seen])


def alliance_look(one: EpisodeAssessment) -> Look:
    """Return the status of the alliance: the gravest thing found in the last session rating."""
    if one.alliance_latest is None:
        return ALLIANCE["unknown"]
    found = {one.policy.severity(signal.rule.id) for signal in one.latest_signals if signal.rule.kind == "alliance"}
    if found & {Severity.URGENT, Severity.ACT}:
        return ALLIANCE["ask"]
    return ALLIANCE["watch"] if Severity.WATCH in found else ALLIANCE["steady"]


def change_sentence(one: EpisodeAssessment) -> str:
    """Say how far the client has come since the first rating, and whether that is more than chance."""
    if one.intake is None or one.gain is None or one.latest is None:
        return "Two outcome ratings are needed to see a change."
    moved = f"{_moved(one, one.gain)} since the first rating ({one.intake} to {one.latest})."
    return moved if one.reliable_change is None else f"{moved} {_against_chance(one)}"


def _moved(one: EpisodeAssessment, gain: Score) -> str:
    if not _is_turned(one):
        return f"{signed(gain)} points"
    return f"{Score(abs(gain.tenths))} points {'better' if gain.tenths > 0 else 'worse' if gain.tenths else 'apart'}"


def _is_turned(one: EpisodeAssessment) -> bool:
    """Whether a lower score is the better one."""
    return one.outcome_scale is not None and one.outcome_scale.better is Better.LOWER


def change_look(one: EpisodeAssessment) -> Look:
    """Return the status of the change; where a higher score is worse, a loss is no fall."""
    look = CHANGE[one.change]
    if not _is_turned(one):
        return look
    return replace(look, word=look.word.replace("Lower than", "Worse than").replace("Lower, and", "Worse, and"))


def track_look(one: EpisodeAssessment) -> Look:
    """Return the status against the expected path; under it and still within its range is said as such."""
    look = TRACK[one.track]
    is_under = one.latest is not None and one.expected_latest is not None and one.latest.points < one.expected_latest
    return replace(look, word=WITHIN_RANGE) if one.track is Track.GREEN and is_under else look


WITHIN_RANGE = "Under the path, within its range"


def _against_chance(one: EpisodeAssessment) -> str:
    line = one.reliable_change
    if one.change == Change.UNCHANGED:
        return f"That may still be chance: the line is {line} points."
    return f"That is more than chance explains: the line is {line} points."


def track_sentence(one: EpisodeAssessment) -> str:
    """Say where the client is against the path of people who began alike."""
    if one.latest is None or one.expected_latest is None:
        return _why_no_path(one)
    target = "" if one.target is None else f" The target is {one.target:.1f}."
    if one.track is Track.NOT_ASSESSABLE:
        return f"From the second rating on, compared with the expected path ({one.curve_set_label}).{target}"
    now = f"{one.latest} now; the expected path ({one.curve_set_label}) is at {one.expected_latest:.1f}."
    return f"{now}{_range(one)}{target}"


def _range(one: EpisodeAssessment) -> str:
    """Say how far below the path on track reaches, and how the last rating can lie under the path and be on track."""
    if track_look(one).word != WITHIN_RANGE:
        return ""
    gain = " The change so far may still be chance." if one.change is Change.UNCHANGED else ""
    return f" On track reaches down to {one.amber_line}, as clients differ.{gain}"


def _why_no_path(one: EpisodeAssessment) -> str:
    if one.high_start:
        return f"There is no expected path: the first rating ({one.intake}) is too high to expect a rise."
    if one.outcome_scale is not None and one.high_start is None:
        return f"There is no expected path for the {one.outcome_scale.title}."
    return "There is no expected path: too few ratings."


def alliance_sentence(one: EpisodeAssessment) -> str:
    """Say how the client rated the last session."""
    if one.alliance_latest is None:
        return "No session rating yet."
    found = [signal.rule.title for signal in gravest_first(one)]
    why = f" {found[0]}." if found else ""
    return f"{one.alliance_latest} at the last rated session; the line is {one.alliance_line}.{why}"


def gravest_first(one: EpisodeAssessment) -> list[Signal]:
    """What the last session rating says, the gravest first."""
    spoken = [signal for signal in one.latest_signals if signal.rule.kind == "alliance"]
    order = list(Severity)
    return sorted(spoken, key=lambda signal: order.index(one.policy.severity(signal.rule.id)))
