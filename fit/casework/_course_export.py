"""The course of a client taken out of Mendline as a file, and a client's episodes beside each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fit.casework._deed import doing, looking
from fit.casework._page import client_page, course_of, spans_seen_by

if TYPE_CHECKING:
    from fit.casework._clinic import Clinic
    from fit.casework._deed import Deed
    from fit.casework.actor import Actor
    from fit.casework.views import ClientPage, EpisodeCourse


def export_course(clinic: Clinic, actor: Actor, episode_id: str) -> ClientPage:
    """Give out what a client's page shows, to be written into a file; every export is audited, not the first only.

    Raises
    ------
    NotFoundError, AccessDeniedError
        when there is no such client for this person.
    """

    def work(deed: Deed) -> ClientPage:
        return client_page(clinic, actor, deed)

    return doing(clinic, actor, "export_course", work, episode_id=episode_id)


def compare_episodes(clinic: Clinic, actor: Actor, episode_id: str) -> tuple[EpisodeCourse, ...]:
    """All episodes of this client that this person may see, the oldest first."""
    with looking(clinic, actor, "compare_episodes", episode_id=episode_id) as deed:
        spans = spans_seen_by(actor, deed)
        return tuple(course_of(clinic, deed, span) for span in spans)
