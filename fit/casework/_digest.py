"""Since you were here: what is new on one's own clients, until it is marked as read."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from fit.assessment import gravity, weight
from fit.casework._comments import news_of
from fit.casework._deed import doing, looking
from fit.casework._rows import label_of
from fit.casework.views import AlertState, Attention, Digest, DigestAlert, DigestRating, DigestSilence, UrgentAlert
from fit.errors import InputError
from fit.policies import Severity
from fit.scales import Informant, scale
from fit.store import digest
from fit.store.ids import shown

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from fit.casework._clinic import Clinic
    from fit.casework._deed import Deed
    from fit.casework.actor import Actor
    from fit.store.types import Record

FIRST_LOOK_BACK = timedelta(days=14)
"""How far somebody looks back who never marked anything as read. Our own: two weekly sessions."""
SILENT_AFTER = timedelta(days=30)
"""So long without a session is silence. Our own: four weekly sessions; products of the field warn at 15 and 30 days."""


def open_digest(clinic: Clinic, actor: Actor) -> Digest:
    """What is new on one's own open episodes since it was last marked as read. Looking marks nothing."""
    with looking(clinic, actor, "open_digest") as deed:
        place = (deed.connection, deed.clinic_id, deed.user_id)
        read_at = digest.read_at(*place)
        since = read_at or deed.now - FIRST_LOOK_BACK
        found = digest.alerts_since(*place, since)
        came_in = [_rating(row) for row in digest.came_in_since(*place, since)]
        silent = _silent(clinic, deed, since)
        said = news_of(deed, actor, since)
    return Digest(
        since=since,
        first=read_at is None,
        as_of=deed.now,
        new=_gravest_first([row for row in found if row.state == AlertState.NEW.value]),
        settled=tuple(_alert(row) for row in found if row.state != AlertState.NEW.value),
        came_in=tuple(came_in),
        silent=silent,
        comments=said,
    )


def open_urgent(clinic: Clinic, actor: Actor) -> tuple[UrgentAlert, ...]:
    """What cannot wait on one's own open episodes and nobody has looked at yet, the newest first."""
    with looking(clinic, actor, "open_urgent") as deed:
        rows = digest.urgent_now(deed.connection, deed.clinic_id, deed.user_id)
    return tuple(
        UrgentAlert(
            alert_id=shown(row.alert_id),
            episode_id=shown(row.episode_id),
            client_label=label_of(row),
            title=row.title,
            raised_at=row.raised_at,
        )
        for row in rows
    )


def read_digest(clinic: Clinic, actor: Actor, up_to: datetime) -> None:
    """Mark as read what a digest of that moment held; what came later is still new.

    Raises
    ------
    InputError
        when the moment lies in the future.
    """

    def work(deed: Deed) -> None:
        if up_to > deed.now:
            raise InputError("Nothing can be read before it is there. Reload the page.")
        place = (deed.connection, deed.clinic_id, deed.user_id)
        before = digest.read_at(*place)
        if before is None or before < up_to:
            digest.mark_read(*place, up_to)

    doing(clinic, actor, "read_digest", work)


def _silent(clinic: Clinic, deed: Deed, since: datetime) -> tuple[DigestSilence, ...]:
    """Episodes that fell silent since then."""
    today = clinic.today()
    then = since.astimezone().date()
    rows = digest.silent_between(
        deed.connection, deed.clinic_id, deed.user_id, then - SILENT_AFTER, today - SILENT_AFTER
    )
    return tuple(_silence(row, today) for row in rows)


def _silence(row: Record, today: date) -> DigestSilence:
    return DigestSilence(
        episode_id=shown(row.episode_id), client_label=label_of(row), days_since=(today - row.last_session_on).days
    )


def _alert(row: Record) -> DigestAlert:
    return DigestAlert(
        episode_id=shown(row.episode_id),
        client_label=label_of(row),
        rule=row.rule,
        title=row.title,
        severity=Severity(row.severity),
        state=AlertState(row.state),
        meeting=row.meeting,
        answered_by_meeting=row.answered_by_meeting,
    )


def _rating(row: Record) -> DigestRating:
    return DigestRating(
        episode_id=shown(row.episode_id),
        client_label=label_of(row),
        scale_title=scale(row.scale).title,
        informant=Informant(row.informant),
        meeting=row.meeting,
        recorded_at=row.recorded_at,
    )


def _gravest_first(rows: Sequence[Record]) -> tuple[DigestAlert, ...]:
    """New alerts as on the caseload: whose is graver first; of equals client by client, each one's as on its page."""
    turn = {episode: place for place, episode in enumerate(dict.fromkeys(row.episode_id for row in rows))}

    def place(row: Record) -> tuple[tuple[int, ...], int, tuple[int, ...]]:
        fallen = row.attention == Attention.FALLEN.value
        grave = weight(row.rule, row.severity, fallen=fallen)
        return grave, turn[row.episode_id], gravity(row.rule, row.severity, row.meeting, fallen=fallen)

    return tuple(map(_alert, sorted(rows, key=place)))
