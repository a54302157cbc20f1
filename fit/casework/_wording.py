"""Which words a form shows: the pack's once the clinic said that it holds the licence, else neutral ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from fit.casework._deed import Deed, doing, looking
from fit.casework.views import FamilyWording, ScaleWording, WordingPage
from fit.errors import InputError, UnknownNameError
from fit.scales import WordingSource, scale, scales, worded
from fit.store import licences
from fit.store.ids import read_id

if TYPE_CHECKING:
    from collections.abc import Callable

    from fit.casework._clinic import Clinic
    from fit.casework.actor import Actor
    from fit.reports.blank_form import PrintedForm
    from fit.scales import Scale, Wording
    from fit.store.types import Connection, Record

STATEMENT_VERSION: Final = "2026-11"
"""Goes up with every change of the statement, so that it is known which words somebody agreed to."""
STATEMENT: Final = (
    "I confirm that this clinic holds a licence from the owners of the {family} wording that allows showing it on "
    "screens and printing it, in every language loaded here, and that the copyright line stays on every form."
)


def wording_in(clinic: Clinic, connection: Connection, clinic_id: int, scale_id: str, language: str) -> Wording:
    """Give a scale in the words that this clinic may show to somebody who reads `language`."""
    family = scale(scale_id).family
    may_show = bool(clinic.packs.packs) and licences.holds_licence(connection, clinic_id, family)
    return worded(scale_id, language, clinic.packs, is_licensed=may_show)


def open_scale(clinic: Clinic, actor: Actor, scale_id: str, language: str) -> Wording:
    """A scale in the words of this clinic, for a form in the room or on paper.

    Raises
    ------
    UnknownNameError
        when there is no such scale.
    """
    with looking(clinic, actor, "open_scale") as deed:
        return wording_in(clinic, deed.connection, deed.clinic_id, scale_id, language)


def blank_form(
    clinic: Clinic,
    actor: Actor,
    scale_id: str,
    *,
    language: str,
    printed: Callable[[Wording], PrintedForm],
    sheet: str = "a4",
) -> bytes:
    """A blank form to print, as a PDF file, in the words of this clinic; no client is named on it.

    `printed` puts the words of a language around the scale. `sheet` is a4 or letter.

    Raises
    ------
    UnknownNameError
        when there is no such scale or sheet.
    InputError
        when the wording cannot be printed on one page.
    """
    from fit.reports.blank_form import Sheet
    from fit.reports.blank_form import blank_form as drawn

    if sheet not in set(Sheet):
        raise UnknownNameError(f"There is no sheet {sheet!r:.20}. Use {' or '.join(Sheet)}.")
    with looking(clinic, actor, "blank_form") as deed:
        wording = wording_in(clinic, deed.connection, deed.clinic_id, scale_id, language)
    return drawn(printed(wording), Sheet(sheet))


def open_wording(clinic: Clinic, actor: Actor) -> WordingPage:
    """Which wording packs were found, what is wrong with the others, and which licences the clinic said it holds."""
    with looking(clinic, actor, "open_wording") as deed:
        held = {row.family: row for row in licences.licences(deed.connection, deed.clinic_id)}
    families: dict[str, list[Scale]] = {}
    for one in scales().values():
        families.setdefault(one.family, []).append(one)
    return WordingPage(
        folder=str(clinic.settings.wording or ""),
        families=tuple(_family(clinic, name, members, held.get(name)) for name, members in families.items()),
        problems=clinic.packs.problems,
        statement_version=STATEMENT_VERSION,
    )


def _family(clinic: Clinic, name: str, members: list[Scale], held: Record | None) -> FamilyWording:
    rows = tuple(
        ScaleWording(scale_id=one.id, title=one.title, languages=clinic.packs.languages(one.id)) for one in members
    )
    title = scale(name).title
    needs_licence = any(one.wording == WordingSource.NEUTRAL for one in members)
    return FamilyWording(
        family=name,
        title=title,
        scales=rows,
        needs_licence=needs_licence,
        statement=STATEMENT.format(family=title) if needs_licence else "",
        confirmed_at=held.confirmed_at if held else None,
        confirmed_by=held.display_name if held else "",
        confirmed_version=held.statement_version if held else "",
    )


def confirm_licence(clinic: Clinic, actor: Actor, family: str, *, statement_version: str) -> None:
    """Note that the clinic holds the licence of a family's wording. Saying it twice changes nothing.

    Raises
    ------
    InputError
        when that family needs no licence, or another statement was read than the one of today.
    """
    if not any(one.family == family and one.wording == WordingSource.NEUTRAL for one in scales().values()):
        raise InputError(f"No scale of a family {family!r:.40} needs a licence here. Choose one from the page Wording.")
    if statement_version != STATEMENT_VERSION:
        raise InputError("The statement has changed meanwhile. Load the page again, and read it once more.")

    def work(deed: Deed) -> None:
        deed.about("licence", family)
        if licences.holds_licence(deed.connection, deed.clinic_id, family):
            return
        row = {"clinic_id": deed.clinic_id, "family": family, "confirmed_by": read_id(actor.user_id)}
        row |= {"confirmed_at": deed.now, "statement_version": STATEMENT_VERSION}
        licences.add_licence(deed.connection, row)

    doing(clinic, actor, "confirm_licence", work)
