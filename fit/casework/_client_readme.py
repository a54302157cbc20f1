"""The words that lie beside a client's own data: what is in the file, how to read it, and what stayed and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

__all__ = ["Given", "readme"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """Of whom it is, and how much of what stayed."""

    clinic: str
    code: str
    made_on: date
    private: int
    withheld: int
    recordings: int


HOW_TO_READ: Final = """\
HOW TO READ IT

"read-this-first.html" opens in any browser: sessions, forms, goals and consents in plain words, and in the client's
language.

Every table is here twice: in the folder "json" for programs, in the folder "csv" for a spreadsheet. The file
"columns.csv" says of each table and each column what it holds.

Scores are whole tenths of a point: 253 is 25.3. Moments are in UTC. An empty cell is not known, or was not given; it is
never zero. Rows belong together by their numbers: the "session_id" of a rating is the "id" of its session.

What was corrected is here too: a rating that was taken out has the status "superseded" and the reason, and what stood
in a transcript before a correction is in "turn_edit".

The table "audit" says when somebody looked at the record or changed it, in which role, and what was done. In a
spreadsheet a text that begins like a formula has an apostrophe before it.
"""

ALWAYS_STAYS: Final = (
    'Names of people of the clinic: they are numbers here, with their role in the table "people".',
    "Whatever opens something: hashes of links, codes and words, and the keys by which double entries are found.",
    "Of a couple, a family or a group that the client belongs to: its name and its other members.",
    "Figures about many clients together, such as means of a service: they are about nobody alone.",
)


def readme(given: Given, rows: Mapping[str, int]) -> str:
    """Write it."""
    return "\n".join(_lines(given, rows))


def _lines(given: Given, rows: Mapping[str, int]) -> Iterator[str]:
    yield f"What {given.clinic} keeps of the client with the code {given.code}"
    yield f"Made on {given.made_on.isoformat()} with Mendline, on request."
    yield ""
    yield "This file holds what was said, written and rated in care. Keep it where nobody else can open it."
    yield ""
    yield "WHAT IS IN IT"
    yield ""
    yield from (f"  {name}: {number}" for name, number in sorted(rows.items()))
    yield ""
    yield HOW_TO_READ
    yield "WHAT IS NOT IN IT"
    yield ""
    yield from (f"- {one}" for one in (*_stays(given), *ALWAYS_STAYS))
    yield ""


def _stays(given: Given) -> Iterator[str]:
    """What of this client stayed, in numbers."""
    notes = f"{given.private} private note{'' if given.private == 1 else 's'}"
    yield (
        f"{notes} that clinicians wrote for themselves alone. Nobody else can read them, not even who made this file. "
        "Their authors can be asked for them."
    )
    if given.withheld:
        yield (
            f"{given.withheld} transcripts or recordings that the client withdrew and that a legal hold keeps from "
            "being erased. Nobody reads them."
        )
    if given.recordings:
        yield f"The sound of {given.recordings} recordings. Ask the clinician to hear them, or for a copy."
