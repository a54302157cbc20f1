"""Learns a clinic's own way of labelling behaviours, from a table of turns. Nothing leaves the machine."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from fit.dialogue._behaviour import Behaviour
from fit.dialogue._counted import counted
from fit.dialogue._said import heard_turns
from fit.dialogue.weighting import train
from fit.errors import InputError
from fit.transcripts import Role, Transcript, Turn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fit.dialogue._counted import Counted
    from fit.dialogue.weighting import Weighting

__all__ = ["as_counted", "read_labelled", "train_behaviours"]

Labelled = tuple[Behaviour, str, str]
"""A kind, what the client said before ("" where unknown), what the clinician said."""


def read_labelled(text: str, name: str) -> list[Labelled]:
    """Read a table of labelled turns: columns kind, text and, where known, before (what the client had just said).

    Raises
    ------
    InputError
        when a column is missing, a kind is none of the four, or a text is empty; names file, row, value.
    """
    table = csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))
    missing = [column for column in ("kind", "text") if column not in (table.fieldnames or ())]
    if missing:
        raise InputError(f"{name}, line 1: the column {missing[0]!r} is missing. Head the table kind,before,text.")
    return [_labelled(row, name, table.line_num) for row in table]


def _labelled(row: dict[str, str | None], name: str, line: int) -> Labelled:
    kind, text = (row["kind"] or "").strip(), " ".join((row["text"] or "").split())
    if kind not in set(Behaviour):
        known = ", ".join(Behaviour)
        raise InputError(f"{name}, line {line}: {kind!r} is no kind of behaviour. Write one of {known}.")
    if not text:
        raise InputError(
            f"{name}, line {line}: the text is empty. Write what the clinician said, or leave the row out."
        )
    return Behaviour(kind), " ".join((row.get("before") or "").split()), text


def train_behaviours(labelled: Sequence[Labelled]) -> Weighting:
    """Learn weights from labelled turns.

    Raises
    ------
    InputError
        when a kind has too few turns to learn from.
    """
    turns = [as_counted(before, text) for _, before, text in labelled]
    return train(turns, [kind for kind, _, _ in labelled], tuple(Behaviour))


def as_counted(before: str, text: str) -> Counted:
    """What is counted in a clinician's turn, from its words and what the client had just said."""
    spoken = [("client", before)] if before else []
    spoken.append(("clinician", text))
    turns = tuple(Turn(index=index, speaker=who, text=said) for index, (who, said) in enumerate(spoken))
    heard = heard_turns(Transcript(turns=turns, roles={who: Role(who) for who, _ in spoken}))
    return counted(heard[-1], heard)
