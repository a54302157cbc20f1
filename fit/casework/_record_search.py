"""Search in what was said: one client's transcripts, or all that one may see."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from fit.casework._deed import found_in_passing, looking
from fit.casework._permission import GRANTS, Relation
from fit.casework._record_rows import role_of
from fit.casework._rows import label_of
from fit.casework.views import SearchFound, SearchHit
from fit.errors import InputError
from fit.store import accounts
from fit.store.ids import shown
from fit.store.queries.search import Asked, around, search
from fit.store.word_index import TOKEN, Term, folded, tokens

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from fit.casework._clinic import Clinic
    from fit.casework._deed import Deed
    from fit.casework.actor import Actor
    from fit.store.types import Record
    from fit.transcripts import Role

MOST_HITS = 50
MOST_TERMS = 20
SHORTEST_BEGINNING = 2
"""[letters] A single letter begins too many words to find anything by."""
PIECE = re.compile(r'"([^"]*)"?|(\S+)')


def search_record(
    clinic: Clinic,
    actor: Actor,
    words: str,
    *,
    episode_id: str | None = None,
    role: Role | None = None,
    since: date | None = None,
    until: date | None = None,
) -> SearchFound:
    """Turns that hold all these words: plain, "in this order" between quotation marks, or by their beginning*.

    Without a client, in all transcripts that this person may see; days are those of the sessions, both included. The
    transcript that came in last is first, its turns in the order in which they were spoken.

    Raises
    ------
    InputError
        when there is nothing to look for.
    """
    terms = terms_of(words)
    with looking(clinic, actor, "search_record", episode_id=episode_id) as deed:
        asked = Asked(
            clinic_id=deed.clinic_id,
            user_id=deed.user_id,
            terms=terms,
            supervisees=_supervisees(actor, deed),
            episode_id=None if episode_id is None else deed.episode.id,
            role=None if role is None else role.value,
            since=since,
            until=until,
        )
        rows = search(deed.connection, asked, MOST_HITS + 1)
        hits = rows[:MOST_HITS]
        beside = around(deed.connection, deed.clinic_id, hits)
        found_in_passing(clinic, actor, "search_record", deed, {row.episode_id for row in hits})
    in_order = sorted(hits, key=lambda row: (-row.transcript_id, row.place))
    found = tuple(_hit(row, terms, beside) for row in in_order)
    return SearchFound(hits=found, more=len(rows) > MOST_HITS)


def _supervisees(actor: Actor, deed: Deed) -> tuple[int, ...]:
    if Relation.SUPERVISEE not in GRANTS["search_record"][actor.role]:
        return ()
    return tuple(person.id for person in accounts.supervisees(deed.connection, deed.clinic_id, deed.user_id))


def terms_of(words: str) -> tuple[Term, ...]:
    """Read what is looked for.

    Raises
    ------
    InputError
        when no word is in it, too many are, or a beginning is too short.
    """
    terms = tuple(_terms(words))
    if not terms:
        raise InputError("Write at least one word to look for.")
    if len(terms) > MOST_TERMS:
        raise InputError(f"Look for at most {MOST_TERMS} words at once.")
    return terms


def _terms(words: str) -> Iterator[Term]:
    for piece in PIECE.finditer(words):
        phrase, single = piece.groups()
        found = tuple(tokens(phrase if phrase is not None else single))
        prefix = phrase is None and single.endswith("*")
        if prefix and found and len(found[-1]) < SHORTEST_BEGINNING:
            raise InputError(f"Write at least {SHORTEST_BEGINNING} letters before the *.")
        if found:
            yield Term(words=found, prefix=prefix)


def marks_in(text: str, terms: Sequence[Term]) -> tuple[tuple[int, int], ...]:
    """Where the words that were looked for stand in a text, without overlaps."""
    spans = [(one.start(), one.end(), folded(one.group())) for one in TOKEN.finditer(text)]
    found = sorted(span for term in terms for span in _places(spans, term))
    kept: list[tuple[int, int]] = []
    for start, end in found:
        if kept and start <= kept[-1][1]:
            kept[-1] = (kept[-1][0], max(end, kept[-1][1]))
        else:
            kept.append((start, end))
    return tuple(kept)


def _places(spans: Sequence[tuple[int, int, str]], term: Term) -> Iterator[tuple[int, int]]:
    length = len(term.words)
    for first in range(len(spans) - length + 1):
        run = spans[first : first + length]
        said = tuple(word for _, _, word in run)
        same = said[:-1] == term.words[:-1]
        if same and (said[-1].startswith(term.words[-1]) if term.prefix else said[-1] == term.words[-1]):
            yield run[0][0], run[-1][1]


def _hit(row: Record, terms: Sequence[Term], beside: Mapping[tuple[int, int], Record]) -> SearchHit:
    before, after = (beside.get((row.transcript_id, row.place + step)) for step in (-1, 1))
    return SearchHit(
        episode_id=shown(row.episode_id),
        client_label=label_of(row),
        transcript_id=shown(row.transcript_id),
        meeting=row.meeting,
        occurred_on=row.occurred_on,
        turn_id=shown(row.id),
        start=row.start_ms,
        label=row.label,
        role=role_of(row.role),
        text=row.text,
        marks=marks_in(row.text, terms),
        before="" if before is None else before.text,
        after="" if after is None else after.text,
    )
