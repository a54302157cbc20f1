"""Looking back on an ended episode with the record at hand: what the ratings said, and what one would do earlier."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fit.casework._deed import Deed, doing, looking
from fit.casework._learning import point_row
from fit.casework._recording import consents_today, method_of
from fit.casework._rows import alert_row, episode_facts, label_of, session_rows
from fit.casework.views import DebriefPage
from fit.errors import ConflictError, InputError
from fit.store import learning
from fit.store.ids import shown
from fit.store.queries import client as queries
from fit.store.standing import strands_of

if TYPE_CHECKING:
    from fit.casework._clinic import Clinic
    from fit.casework.actor import Actor
    from fit.store.types import Record

LONGEST = 4000
"""[characters] About a page."""


def open_debrief(clinic: Clinic, actor: Actor, episode_id: str) -> DebriefPage:
    """An ended episode as the record has it, and what this person wrote over it; nobody else's words are read.

    Raises
    ------
    ConflictError
        when the episode goes on.
    """
    with looking(clinic, actor, "open_debrief", episode_id=episode_id) as deed:
        _check_ended(deed.episode)
        return _page(clinic, deed)


def _page(clinic: Clinic, deed: Deed) -> DebriefPage:
    connection, clinic_id, episode = deed.connection, deed.clinic_id, deed.episode
    strands = strands_of(connection, clinic_id, episode.id, method_of(clinic))
    one = strands[0] if strands else None
    rows = queries.sessions(connection, clinic_id, episode.id)
    latest = max((row.meeting for row in rows), default=0)
    alerts = [alert_row(row, latest) for row in queries.alerts(connection, clinic_id, episode.id)]
    written = learning.debrief_of(connection, clinic_id, deed.user_id, episode.id)
    points = learning.points_of(connection, clinic_id, deed.user_id)
    return DebriefPage(
        client_label=label_of(episode),
        episode=episode_facts(episode, consents_today(connection, clinic_id, episode.client_id)),
        assessment=one,
        alerts=tuple(sorted(alerts, key=lambda alert: (alert.meeting, alert.rule))),
        sessions=session_rows(rows, queries.ratings(connection, clinic_id, episode.id), one),
        earlier="" if written is None else written.earlier,
        written_at=None if written is None else written.updated_at,
        points=tuple(point_row(row) for row in points if row.episode_id == episode.id),
    )


def save_debrief(clinic: Clinic, actor: Actor, episode_id: str, *, earlier: str) -> None:
    """Keep what one would do earlier next time. It is the author's alone; writing again replaces it.

    Raises
    ------
    InputError
        when it is too long.
    ConflictError
        when the episode goes on.
    """
    said = earlier.strip()
    if len(said) > LONGEST:
        raise InputError(f"That is {len(said)} characters long. Keep it to {LONGEST}.")

    def work(deed: Deed) -> None:
        _check_ended(deed.episode)
        place = (deed.connection, deed.clinic_id, deed.user_id, deed.episode.id)
        learning.write_debrief(*place, earlier=said, now=deed.now)
        deed.about("debrief", shown(deed.episode.id))

    doing(clinic, actor, "save_debrief", work, episode_id=episode_id)


def _check_ended(episode: Record) -> None:
    if episode.closed_on is None:
        raise ConflictError("This episode goes on. A look back is offered once it has ended.")
