"""What the caseload calls its filters, and what is new since the last look, in words."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from dashboard.dates import moment_said
from dashboard.sentences import counted, last_seen
from dashboard.words import ALERT_STATE, INFORMANT
from fit.casework.views import AlertState, EpisodeStatus

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fit.casework.views import CommentNews, Digest, DigestAlert, DigestRating, DigestSilence

__all__ = ["STATUS", "came_in", "commented", "comments_told", "digest_title", "new_alerts", "settled", "silence"]

STATUS: Mapping[EpisodeStatus, str] = MappingProxyType(
    {
        EpisodeStatus.OPEN: "All open",
        EpisodeStatus.NEEDS_ATTENTION: "Needs attention",
        EpisodeStatus.TARGET_REACHED: "Target reached",
        EpisodeStatus.CLOSED: "Closed",
    }
)


TOLD = 3
"""So many findings of one session are told in words."""


def digest_title(digest: Digest) -> str:
    """Say how much is new, and since when."""
    since = "in the last two weeks" if digest.first else f"since {moment_said(digest.since)}"
    told = comments_told(digest.comments)
    return f"Since you were here: {counted(digest.count, 'thing')} new {since}{f'. {told}' if told else ''}"


def comments_told(comments: Sequence[CommentNews]) -> str:
    """Say who wrote on what: "Your supervisor wrote on 1 alert and 1 repair plan"; empty where nobody did."""
    said = []
    for by_supervisor, who in ((True, "Your supervisor"), (False, "A clinician")):
        alerts = {
            (one.episode_id, one.meeting) for one in comments if one.by_supervisor is by_supervisor and not one.plan_id
        }
        plans = {one.plan_id for one in comments if one.by_supervisor is by_supervisor and one.plan_id}
        about = [counted(len(alerts), "alert")] if alerts else []
        about += [counted(len(plans), "repair plan")] if plans else []
        said += [f"{who} wrote on {' and '.join(about)}"] if about else []
    return ". ".join(said)


def commented(one: CommentNews) -> str:
    """Say who wrote about what, and when; the words themselves stand with it."""
    who = f"{one.author_name} (supervisor)" if one.by_supervisor else one.author_name
    about = f"the alert of session {one.meeting}: {one.alert_title.rstrip('.')}"
    if one.plan_id is not None:
        about = f"the repair plan after session {one.meeting}"
    return f"{who} wrote on {about} ({moment_said(one.said_at)})."


def new_alerts(alerts: Sequence[DigestAlert]) -> str:
    """Say what one session told, the gravest first; the rest is counted."""
    told = "; ".join(alert.title.rstrip(".") for alert in alerts[:TOLD])
    more = len(alerts) - TOLD
    return f"Session {alerts[0].meeting}: {told}{f'; and {more} more' if more > 0 else ''}."


def settled(alert: DigestAlert) -> str:
    """Say what ratings have settled, and which session's rating did."""
    which = "" if alert.answered_by_meeting is None else f" (session {alert.answered_by_meeting})"
    became = {
        AlertState.ANSWERED: f"{ALERT_STATE[AlertState.ANSWERED]}{which}",
        AlertState.NO_LONGER_HOLDS: f"{ALERT_STATE[AlertState.NO_LONGER_HOLDS]}{which}",
    }
    return f"Session {alert.meeting}: {alert.title.rstrip('.')}. {became[alert.state]}."


def came_in(rating: DigestRating) -> str:
    """Say which rating came, from whom, when."""
    when = moment_said(rating.recorded_at)
    return f"{rating.scale_title} by link from {INFORMANT[rating.informant].lower()}, session {rating.meeting}, {when}."


def silence(silent: DigestSilence) -> str:
    """Say how long nobody was seen."""
    return f"Last seen {last_seen(silent.days_since)}. A word may bring them back."
