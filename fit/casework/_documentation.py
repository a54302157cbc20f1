"""What is recorded of one session, for its documentation: nothing is written here that nobody recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fit.casework._deed import doing, looking
from fit.casework._documents import clinic_name
from fit.casework._notes import newest_of, session_asked_for
from fit.casework._page import client_page
from fit.casework._recording import method_of
from fit.casework._repair_course import courses_of
from fit.casework._repair_rows import plan_row
from fit.casework.views import Documentation
from fit.store import care, repairs
from fit.store.ids import shown
from fit.store.standing import strands_of

if TYPE_CHECKING:
    from fit.casework._clinic import Clinic
    from fit.casework._deed import Deed
    from fit.casework.actor import Actor
    from fit.casework.views import RepairPlanRow
    from fit.store.types import Record


def open_documentation(clinic: Clinic, actor: Actor, episode_id: str, session_id: str | None = None) -> Documentation:
    """What is recorded of a session, of the last one unless another is named.

    Raises
    ------
    NotFoundError, AccessDeniedError
        when there is no such client for this person, or the client has no such session.
    """
    with looking(clinic, actor, "open_documentation", episode_id=episode_id) as deed:
        return _gathered(clinic, actor, deed, session_id)


def export_documentation(clinic: Clinic, actor: Actor, episode_id: str, session_id: str | None = None) -> Documentation:
    """The same, to be written into a file; every time is audited, as it leaves Mendline."""

    def work(deed: Deed) -> Documentation:
        return _gathered(clinic, actor, deed, session_id)

    return doing(clinic, actor, "export_documentation", work, episode_id=episode_id)


def _gathered(clinic: Clinic, actor: Actor, deed: Deed, session_id: str | None) -> Documentation:
    place = (deed.connection, deed.clinic_id, deed.episode.id)
    session = care.last_session(*place) if session_id is None else session_asked_for(deed, session_id)
    page = client_page(clinic, actor, deed)
    return Documentation(
        page=page,
        session=None if session is None else next(row for row in page.sessions if row.session_id == shown(session.id)),
        strands=() if session is None else strands_of(*place, method_of(clinic), until=session.meeting),
        note=None if session is None else newest_of(deed, session),
        plans=() if session is None else _plans(clinic, deed, session),
        client_name=deed.episode.display_name,
        clinic_name=clinic_name(deed),
    )


def _plans(clinic: Clinic, deed: Deed, session: Record) -> tuple[RepairPlanRow, ...]:
    course = courses_of(clinic, deed, [deed.episode.id])[deed.episode.id]
    rows = repairs.plans_of(deed.connection, deed.clinic_id, [deed.episode.id])
    about = [row for row in rows if row.session_id == session.id or row.talked_at == session.meeting]
    return tuple(plan_row(row, course) for row in about)
