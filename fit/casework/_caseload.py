"""The caseload: one's own episodes, the tags on them, and the views kept under a name."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from fit.casework._deed import doing, looking
from fit.casework._one_line import one_line
from fit.casework._rows import caseload_row
from fit.casework.views import Caseload, CaseloadFilter, EpisodeStatus, SavedView
from fit.errors import ConflictError, InputError, NotFoundError
from fit.scales import AgeBand, Informant
from fit.store import tags
from fit.store import views as stored_views
from fit.store.queries import caseload as queries

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fit.casework._clinic import Clinic
    from fit.casework._deed import Deed
    from fit.casework.actor import Actor

LONGEST_WORD = 40
MOST_TAGS = 12
"""[tags an episode] More would not be read."""
MOST_VIEWS = 20
"""[views a clinician] More would not be found again."""


def open_caseload(clinic: Clinic, actor: Actor, *, closed: bool = False) -> Caseload:
    """One's own open episodes, what deserves attention first on top; or the closed ones, the last one first."""
    today = clinic.today()
    with looking(clinic, actor, "open_caseload") as deed:
        place = (deed.connection, deed.clinic_id, deed.user_id)
        rows = (queries.closed if closed else queries.caseload)(*place, today)
        closed_count = len(rows) if closed else queries.count_closed(*place)
        tagged = _tags(deed)
        views = tuple(_view(row.name, row.filters) for row in queries.views(*place))
    return Caseload(
        rows=tuple(caseload_row(row, today, tagged.get(row.episode_id, ())) for row in rows),
        as_of=today,
        closed=closed,
        closed_count=closed_count,
        tags=tuple(sorted({word for words in tagged.values() for word in words}, key=str.casefold)),
        views=views,
    )


def _tags(deed: Deed) -> dict[int, list[str]]:
    tagged: dict[int, list[str]] = defaultdict(list)
    for row in queries.tags(deed.connection, deed.clinic_id, deed.user_id):
        tagged[row.episode_id].append(row.tag)
    return tagged


def add_tag(clinic: Clinic, actor: Actor, episode_id: str, tag: str) -> None:
    """Put a word on an episode, to find it by. One that is there already, in whichever case, stays as it is.

    Raises
    ------
    InputError
        when the word is empty or too long.
    ConflictError
        when the episode has too many tags.
    """
    word = _word(tag, "tag")

    def work(deed: Deed) -> None:
        there = tags.tags_on(deed.connection, deed.clinic_id, deed.episode.id)
        if word.casefold() in {one.casefold() for one in there}:
            return
        if len(there) >= MOST_TAGS:
            raise ConflictError(f"This client has {MOST_TAGS} tags already. Take one off first.")
        tags.add_tag(deed.connection, deed.clinic_id, deed.episode.id, word)

    doing(clinic, actor, "add_tag", work, episode_id=episode_id)


def remove_tag(clinic: Clinic, actor: Actor, episode_id: str, tag: str) -> None:
    """Take a word off an episode; one that is not there is no matter."""

    def work(deed: Deed) -> None:
        tags.remove_tag(deed.connection, deed.clinic_id, deed.episode.id, tag)

    doing(clinic, actor, "remove_tag", work, episode_id=episode_id)


def save_view(clinic: Clinic, actor: Actor, name: str, chosen: CaseloadFilter) -> None:
    """Keep a way of looking at one's caseload under a name; the same name is replaced.

    What was typed to find a client is not kept: it may be a name.

    Raises
    ------
    InputError
        when the name is empty or too long.
    ConflictError
        when there are too many views.
    """
    word = _word(name, "name")

    def work(deed: Deed) -> None:
        place = (deed.connection, deed.clinic_id, deed.user_id)
        if stored_views.count_views(*place, beside=word) >= MOST_VIEWS:
            raise ConflictError(f"You have {MOST_VIEWS} views already. Remove one first.")
        stored_views.save_view(*place, name=word, filters=_as_kept(chosen), now=deed.now)

    doing(clinic, actor, "save_view", work)


def remove_view(clinic: Clinic, actor: Actor, name: str) -> None:
    """Forget a saved view.

    Raises
    ------
    NotFoundError
        when there is none of that name.
    """

    def work(deed: Deed) -> None:
        if not stored_views.remove_view(deed.connection, deed.clinic_id, deed.user_id, name):
            raise NotFoundError("There is no view of that name any more. Reload the page.")

    doing(clinic, actor, "remove_view", work)


def _word(typed: str, what: str) -> str:
    word = one_line(typed)
    if not 0 < len(word) <= LONGEST_WORD:
        raise InputError(f"A {what} has 1 to {LONGEST_WORD} characters; this one has {len(word)}. Write a shorter one.")
    return word


def _as_kept(chosen: CaseloadFilter) -> dict[str, Any]:
    return {
        "status": chosen.status.value,
        "tags": list(chosen.tags),
        "age_band": chosen.age_band and chosen.age_band.value,
        "informant": chosen.informant and chosen.informant.value,
    }


def _view(name: str, kept: Mapping[str, Any]) -> SavedView:
    chosen = CaseloadFilter(
        status=EpisodeStatus(kept["status"]),
        tags=tuple(kept["tags"]),
        age_band=None if kept["age_band"] is None else AgeBand(kept["age_band"]),
        informant=None if kept["informant"] is None else Informant(kept["informant"]),
    )
    return SavedView(name=name, filter=chosen)
