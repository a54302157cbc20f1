"""What is written beside a plan: own words for each step, and the private note."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fit.casework._deed import Deed, doing
from fit.casework._repair_changing import check_goes_on, check_version, found_plan, own_words
from fit.errors import NotFoundError
from fit.store import repairs

if TYPE_CHECKING:
    from fit.casework._clinic import Clinic
    from fit.casework.actor import Actor
    from fit.repair import Step
    from fit.store.types import Record


def save_words(clinic: Clinic, actor: Actor, plan_id: str, *, step: Step, words: str, version: int = 0) -> int:
    """Keep what the clinician wants to say at a step; returns the new version. `version` is 0 where nothing stood.

    Raises
    ------
    InputError
        when it is too long.
    ConflictError
        when somebody else wrote there meanwhile, or the plan is ended.
    """
    said = own_words(words)

    def work(deed: Deed) -> int:
        row = found_plan(deed, actor, "save_words", plan_id)
        check_goes_on(row)
        there = {one.step: one.version for one in repairs.words_of(deed.connection, deed.clinic_id, row.id)}
        check_version(there.get(step.value, 0), version)
        written = {"clinic_id": deed.clinic_id, "plan_id": row.id, "step": step.value, "words": said}
        written |= {"written_by": deed.user_id, "written_at": deed.now, "version": version + 1}
        repairs.save_words(deed.connection, written)
        return version + 1

    return doing(clinic, actor, "save_words", work)


def save_private_note(clinic: Clinic, actor: Actor, plan_id: str, *, felt: str, tells: str, version: int = 0) -> int:
    """Keep what the clinician felt and what that tells, for their own eyes; returns the new version.

    A note that was shared stays shared. It can be written also when the plan is ended.

    Raises
    ------
    InputError
        when it is too long.
    ConflictError
        when it was changed meanwhile, on another device.
    """
    said = {"felt": own_words(felt), "tells": own_words(tells)}

    def work(deed: Deed) -> int:
        row = found_plan(deed, actor, "save_private_note", plan_id)
        there = repairs.note_of(deed.connection, deed.clinic_id, row.id, deed.user_id)
        check_version(0 if there is None else there.version, version)
        shared = there is not None and there.shared_with_supervisor
        return _write_note(deed, row, said | {"shared_with_supervisor": shared}, version)

    return doing(clinic, actor, "save_private_note", work)


def share_private_note(clinic: Clinic, actor: Actor, plan_id: str, *, shared: bool, version: int) -> int:
    """Let one's supervisor see one's private note, or no longer; returns the new version.

    Raises
    ------
    NotFoundError
        when nothing is written.
    ConflictError
        when it was changed meanwhile, on another device.
    """

    def work(deed: Deed) -> int:
        row = found_plan(deed, actor, "share_private_note", plan_id)
        there = repairs.note_of(deed.connection, deed.clinic_id, row.id, deed.user_id)
        if there is None:
            raise NotFoundError("There is no note of yours yet. Write it first.")
        check_version(there.version, version)
        kept = {"felt": there.felt, "tells": there.tells, "shared_with_supervisor": shared}
        return _write_note(deed, row, kept, version)

    return doing(clinic, actor, "share_private_note", work)


def _write_note(deed: Deed, plan: Record, said: dict[str, object], version: int) -> int:
    place = {"clinic_id": deed.clinic_id, "plan_id": plan.id, "author_id": deed.user_id}
    repairs.save_note(deed.connection, place | said | {"written_at": deed.now, "version": version + 1})
    return version + 1
