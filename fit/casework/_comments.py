"""What clinician and supervisor say to each other about an alert or a plan of repair. Comments are never edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fit.casework._deed import Deed, doing
from fit.casework._permission import check_episode
from fit.casework._repair_changing import found_plan, own_words
from fit.casework._rows import label_of
from fit.casework.actor import Role
from fit.casework.views import CommentNews, CommentRow
from fit.errors import AccessDeniedError, ConflictError, InputError, NotFoundError
from fit.store import accounts, alerts, comments
from fit.store.ids import new_id, read_id, shown

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from fit.casework._clinic import Clinic
    from fit.casework.actor import Actor
    from fit.store.types import Record


def comment_on_alert(clinic: Clinic, actor: Actor, alert_id: str, said: str) -> str:
    """Say something about an alert, to clinician or supervisor; returns the comment's id.

    Raises
    ------
    InputError
        when nothing is said, or too much.
    NotFoundError, AccessDeniedError
        when there is no such alert for this person.
    """
    words = _words(said)

    def work(deed: Deed) -> str:
        row = alerts.alert_by_id(deed.connection, deed.clinic_id, read_id(alert_id))
        if row is None:
            raise NotFoundError("There is no such alert. Open it from the client's page.")
        deed.episode = check_episode(deed.connection, actor, "comment_on_alert", shown(row.episode_id))
        deed.about("alert", alert_id)
        return _add(deed, words, alert_id=row.id)

    return doing(clinic, actor, "comment_on_alert", work)


def comment_on_plan(clinic: Clinic, actor: Actor, plan_id: str, said: str) -> str:
    """Say something about a plan, to clinician or supervisor; returns the comment's id.

    Raises
    ------
    InputError
        when nothing is said, or too much.
    NotFoundError, AccessDeniedError
        when there is no such plan for this person.
    """
    words = _words(said)

    def work(deed: Deed) -> str:
        row = found_plan(deed, actor, "comment_on_plan", plan_id)
        return _add(deed, words, plan_id=row.id)

    return doing(clinic, actor, "comment_on_plan", work)


def take_back_comment(clinic: Clinic, actor: Actor, comment_id: str) -> None:
    """Take a comment of one's own back: its words are gone, and that it was taken back stays in its place.

    Raises
    ------
    NotFoundError, AccessDeniedError
        when there is no such comment for this person, or somebody else wrote it.
    ConflictError
        when it was taken back already.
    """

    def work(deed: Deed) -> None:
        row = comments.comment_by_id(deed.connection, deed.clinic_id, read_id(comment_id))
        if row is None:
            raise NotFoundError("There is no such comment. Reload the page.")
        deed.episode = check_episode(deed.connection, actor, "take_back_comment", shown(row.episode_id))
        deed.about("comment", comment_id)
        if row.author_id != deed.user_id:
            raise AccessDeniedError("Somebody else wrote this. Only who wrote a comment can take it back.")
        if row.taken_back_at is not None:
            raise ConflictError("This comment was taken back already. Reload the page.")
        comments.take_back(deed.connection, deed.clinic_id, row.id, deed.now)

    doing(clinic, actor, "take_back_comment", work)


def _words(said: str) -> str:
    words = own_words(said)
    if not words:
        raise InputError("The comment is empty. Write what you want to say.")
    return words


def _add(deed: Deed, words: str, **about: int) -> str:
    comment_id = new_id()
    row = {"clinic_id": deed.clinic_id, "id": comment_id, "episode_id": deed.episode.id}
    row |= {"alert_id": None, "plan_id": None} | about
    row |= {"author_id": deed.user_id, "said": words, "said_at": deed.now, "taken_back_at": None}
    comments.add_comment(deed.connection, row)
    return shown(comment_id)


def comment_row(row: Record, *, holder: int | None, reader: int) -> CommentRow:
    """A comment, as it stands to who holds the episode and to who reads it."""
    return CommentRow(
        comment_id=shown(row.id),
        author_name=row.author_name,
        by_supervisor=_by_supervisor(row, holder),
        is_own=row.author_id == reader,
        said=row.said,
        said_at=row.said_at,
        taken_back_at=row.taken_back_at,
    )


def on_alerts(
    deed: Deed, holders: Mapping[int, int | None], *, by: str = "alert_id"
) -> dict[str, tuple[CommentRow, ...]]:
    """The comments on the alerts of these episodes, given with who holds each, by alert or by another key."""
    found: dict[str, tuple[CommentRow, ...]] = {}
    for row in comments.comments_on_alerts(deed.connection, deed.clinic_id, list(holders)):
        said = comment_row(row, holder=holders[row.episode_id], reader=deed.user_id)
        place = shown(getattr(row, by))
        found[place] = (*found.get(place, ()), said)
    return found


def news_of(deed: Deed, actor: Actor, since: datetime) -> tuple[CommentNews, ...]:
    """What others said on one's own clients, and what answers one got on supervisees'; the newest first."""
    place = (deed.connection, deed.clinic_id, deed.user_id)
    people = accounts.supervisees(*place) if actor.role is Role.SUPERVISOR else ()
    return tuple(map(_news, comments.said_since(*place, [person.id for person in people], since)))


def _news(row: Record) -> CommentNews:
    return CommentNews(
        episode_id=shown(row.episode_id),
        client_label=label_of(row),
        author_name=row.author_name,
        by_supervisor=_by_supervisor(row, row.holder_id),
        meeting=row.meeting,
        alert_title=row.title or "",
        plan_id=None if row.plan_id is None else shown(row.plan_id),
        said_at=row.said_at,
    )


def _by_supervisor(row: Record, holder: int | None) -> bool:
    return bool(row.author_role == Role.SUPERVISOR.value and row.author_id != holder)
