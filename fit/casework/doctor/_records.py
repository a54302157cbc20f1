"""Records that nobody agreed to, and words that nobody said that they may show. Numbers only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fit.casework.doctor._finding import counted, mend, ok, to_know
from fit.scales import WordingSource, load_packs, scale, scales
from fit.store import examined

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from fit.casework.doctor._finding import Finding
    from fit.casework.settings import Settings
    from fit.store.types import Connection


def look(connection: Connection, settings: Settings) -> Iterator[Finding]:
    """Look at consents and licences."""
    yield from of_consents(examined.without_consent(connection))
    if settings.wording is not None:
        yield from _of_licences(connection, settings)


def of_consents(without: Mapping[str, int]) -> Iterator[Finding]:
    """Say how many records stand without the consent that they need."""
    record = {name: without[name] for name in ("transcripts", "recordings") if without[name]}
    if record:
        listed = " and ".join(counted(number, name.removesuffix("s"), name) for name, number in record.items())
        are = "is of a client" if sum(record.values()) == 1 else "are of clients"
        remedy = "Clinicians ask their clients and note it, or remove them; the page Record says where it is missing."
        yield mend("records.consent", f"{listed} {are} without a consent that stands.", remedy)
    else:
        yield ok("records.consent", "Every transcript and recording is of a client whose consent stands.")
    if without["open episodes"]:
        open_ones = counted(without["open episodes"], "open episode is of a client", "open episodes are of clients")
        said = f"{open_ones} without a noted consent to ratings."
        yield to_know("records.ratings", said, "Where the clinic's rule asks for it, clinicians note it under Record.")


def _of_licences(connection: Connection, settings: Settings) -> Iterator[Finding]:
    packs = load_packs(settings.wording) if settings.wording else None
    loaded = {scale(name).family for name, _ in (packs.packs if packs else ())}
    needing = {one.family for one in scales().values() if one.wording == WordingSource.NEUTRAL}
    unsaid = loaded & needing - examined.families_with_licence(connection)
    if unsaid:
        those = counted(len(unsaid), "family of wording packs is", "families of wording packs are")
        said = f"{those} not shown: no licence was confirmed."
        yield to_know(
            "records.licence", said, "An administrator confirms it on the page Wording, if the clinic has it."
        )
    else:
        yield ok("records.licence", "Of every wording pack that needs a licence it was said that the clinic has one.")
