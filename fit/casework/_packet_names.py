"""Whom the clinic's data names around one client: what is taken out of a packet whatever the rules make of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fit.deidentify import KnownNames
from fit.store import accounts, care, record
from fit.transcripts import Role

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from fit.casework._deed import Deed
    from fit.casework.views import CommentRow


def known_names(deed: Deed, comments: Sequence[CommentRow]) -> KnownNames:
    """The client by every name, who speaks in the record, all clinicians of the client, supervisors, the clinic."""
    episode, by_role = deed.episode, _labels(deed)
    clinic = accounts.clinic_by_id(deed.connection, deed.clinic_id)
    by_supervisors = (one.author_name for one in comments if one.by_supervisor)
    by_others = (one.author_name for one in comments if not one.by_supervisor)
    client = _once(episode.display_name, *by_role.get(Role.CLIENT.value, ()))
    # a name with a number in it is a code too: its letters alone would leave the number standing
    return KnownNames(
        client=client,
        people=_once(*by_role.get(Role.OTHER.value, ()), *by_role.get(None, ())),
        clinicians=_once(*_clinicians(deed), *by_role.get(Role.CLINICIAN.value, ()), *by_others),
        supervisors=_once(*supervisor_names(deed), *by_supervisors),
        clinics=() if clinic is None else (clinic.name,),
        codes=_once(episode.code, *(name for name in client if any(map(str.isdigit, name)))),
    )


def supervisor_names(deed: Deed) -> tuple[str, ...]:
    """Who supervises the clinician in charge, by name."""
    holder = deed.episode.clinician_id
    rows = () if holder is None else accounts.supervisors(deed.connection, deed.clinic_id, holder)
    return tuple(row.display_name for row in rows)


def _clinicians(deed: Deed) -> Iterable[str]:
    """The client's own clinician first, then those of the client's other episodes."""
    episodes = care.episodes_of(deed.connection, deed.clinic_id, deed.episode.client_id)
    held = {row.clinician_id for row in episodes}
    people = accounts.users(deed.connection, deed.clinic_id)
    return (deed.episode.clinician_name or "", *(row.display_name for row in people if row.id in held))


def _labels(deed: Deed) -> dict[str | None, list[str]]:
    """The names by which files call the speakers, by role."""
    found: dict[str | None, list[str]] = {}
    for row in record.labels_of_episode(deed.connection, deed.clinic_id, deed.episode.id):
        found.setdefault(row.role, []).append(row.label)
    return found


def _once(*names: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))
