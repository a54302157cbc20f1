"""From a de-identified packet to the list of what was replaced in it, for the clinician's eyes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fit.casework.views import PacketReplacement
from fit.deidentify import Kind

if TYPE_CHECKING:
    from fit.deidentify import Choices, Replacement
    from fit.reports.deidentified import DeidentifiedPacket

AROUND = 30
"""[characters] Shown on each side of what was replaced."""


def replacement_rows(ready: DeidentifiedPacket, choices: Choices) -> tuple[PacketReplacement, ...]:
    """Everything that was found, in the order of the packet, and whether it was replaced."""
    accepted = [one for one in ready.replacements if one.id in choices.also]
    sure = [_row(ready, one, is_made=one.id not in choices.undone) for one in ready.found]
    doubtful = [_row(ready, one, is_made=False, is_doubtful=True) for one in ready.doubtful]
    doubtful += [_row(ready, one, is_made=True, is_doubtful=True) for one in accepted]
    places = {one.id: (one.text, one.start) for one in (*ready.found, *ready.doubtful, *accepted)}
    return tuple(sorted([*sure, *doubtful], key=lambda row: places[row.replacement_id]))


def _row(ready: DeidentifiedPacket, one: Replacement, *, is_made: bool, is_doubtful: bool = False) -> PacketReplacement:
    text = ready.before[one.text].text
    return PacketReplacement(
        replacement_id=one.id,
        where=ready.before[one.text].where,
        before=text[max(0, one.start - AROUND) : one.start],
        words=one.words,
        after=text[one.end : one.end + AROUND],
        label=one.label,
        kind=one.kind,
        why=one.why,
        is_made=is_made,
        is_doubtful=is_doubtful,
    )


def added_counts(ready: DeidentifiedPacket, choices: Choices) -> tuple[int, ...]:
    """How often each of the clinician's own words was taken out, alone or as part of a longer name."""
    taken = [_plain(one.words) for one in ready.replacements if one.kind is Kind.ADDED]
    return tuple(sum(_plain(one.words) in words for words in taken) for one in choices.added)


def _plain(words: str) -> str:
    return " ".join(words.split()).casefold()
