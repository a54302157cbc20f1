"""The index of spoken words: FTS5 on SQLite, tsvector on PostgreSQL. It finds turns; the words stand in the turns."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import text

from fit.store.ids import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

__all__ = ["Term", "add_words", "as_query", "folded", "take_words_out", "tokens"]

TOKEN = re.compile(r"[^\W_]+")
LONGEST = 200
"""[letters] Of one word; PostgreSQL takes no longer ones than 2,046 bytes."""
LAST_PLACE = 16_383
"""The last place in a text that PostgreSQL tells apart: a phrase behind it is not found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """Words that follow each other; of the last one only the beginning when `prefix`."""

    words: tuple[str, ...]
    prefix: bool = False


def folded(spoken: str) -> str:
    """Small letters without their accents: what both databases compare."""
    apart = unicodedata.normalize("NFKD", spoken.casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def tokens(spoken: str) -> list[str]:
    """The words of a text as they are compared."""
    return [word[:LONGEST] for word in TOKEN.findall(folded(spoken))]


ADD = {
    "sqlite": text("INSERT INTO turn_words (rowid, who, text) VALUES (:id, :who, :words)"),
    "postgresql": text(
        "INSERT INTO turn_words (clinic_id, turn_id, words) VALUES (:clinic_id, :id, CAST(:words AS tsvector))"
    ),
}
TAKE_OUT = {
    "sqlite": text("INSERT INTO turn_words (turn_words, rowid, who, text) VALUES ('delete', :id, :who, :words)"),
    "postgresql": text("DELETE FROM turn_words WHERE clinic_id = :clinic_id AND turn_id = :id"),
}
"""FTS5 holds no texts: it must be told the words that it shall forget."""


def add_words(connection: Connection, turns: Sequence[Any], holder: int | None) -> None:
    """Let these turns, rows with clinic, id and text, be found by their words and by who holds the episode."""
    _each(connection, ADD, turns, holder)


def take_words_out(connection: Connection, turns: Sequence[Any], holder: int | None) -> None:
    """Let these turns be found no more; rows with the text, and the holder, with which they were added."""
    _each(connection, TAKE_OUT, turns, holder)


def _each(connection: Connection, statements: dict[str, Any], turns: Sequence[Any], holder: int | None) -> None:
    dialect, who = connection.dialect.name, _holder(holder)
    rows = [_row(dialect, turn, who) for turn in turns]
    if rows:
        connection.execute(statements[dialect], rows)


def _row(dialect: str, turn: Any, who: str) -> dict[str, Any]:
    words = " ".join(tokens(turn.text)) if dialect == "sqlite" else _tsvector(turn.text, who)
    return {"clinic_id": turn.clinic_id, "id": turn.id, "who": who, "words": words}


def _holder(holder: int | None) -> str:
    """Whose it is, as a word of the index: the database skips what others hold, 3 times as fast where there is much.

    It decides nothing: what somebody may see is a condition on the episode itself.
    """
    return "nobody" if holder is None else shown(holder)


def _tsvector(spoken: str, who: str) -> str:
    """The words with their places, and whose they are, as PostgreSQL writes it: nothing is read into them."""
    words = tokens(spoken)
    placed = [f"'{word}':{place}" for place, word in enumerate(words[:LAST_PLACE], start=1)]
    return " ".join([f"'@{who}'", *placed, *(f"'{word}'" for word in words[LAST_PLACE:])])


def as_query(dialect: str, terms: Sequence[Term], holders: Sequence[int]) -> str:
    """Say in the language of the index that all of these must be in a turn of one of these holders."""
    theirs = [_holder(one) for one in holders]
    if dialect == "sqlite":
        quoted = " OR ".join(f'"{who}"' for who in theirs)
        return f"who : ({quoted}) AND text : ({' AND '.join(map(_fts5, terms))})"
    quoted = " | ".join(f"'@{who}'" for who in theirs)
    return f"({quoted}) & {' & '.join(map(_tsquery, terms))}"


def _fts5(term: Term) -> str:
    return f'"{" ".join(term.words)}"{"*" if term.prefix else ""}'


def _tsquery(term: Term) -> str:
    quoted = [f"'{word}'" for word in term.words]
    return f"({' <-> '.join(quoted)}{':*' if term.prefix else ''})"
