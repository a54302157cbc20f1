"""Puts names that rules have found together: "Marcus Bell" and "Marcus" are one person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fit.deidentify._letters import keys_of
from fit.deidentify._names import Identity, name_parts
from fit.deidentify._replacement import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fit.deidentify._span import Span

__all__ = ["strangers"]


def strangers(found: Sequence[Span], organisations: frozenset[str]) -> Mapping[str, Identity]:
    """Say who or what each name found is, by the name as written; a shorter one that is part of a longer is the same.

    Words such as "Hospital" are no name alone. Whatever was a place once is one everywhere.
    """
    by_length = sorted(found, key=lambda one: (-len(_parts(one, organisations)), one.kind is not Kind.PLACE))
    people: list[Identity] = []
    met: dict[str, Identity] = {}
    for one in by_length:
        parts = _parts(one, organisations)
        same = next((person for person in people if _holds(person, parts)), None)
        if same is None:
            same = Identity(kind=one.kind, names=(parts,), is_known=False, why=one.why)
            people.append(same)
        met.setdefault(one.same, same)
    return met


def _parts(span: Span, organisations: frozenset[str]) -> tuple[str, ...]:
    parts = name_parts(span.same)
    return tuple(one for one in parts if not keys_of(one) & organisations) or parts or (span.same,)


def _holds(person: Identity, parts: Sequence[str]) -> bool:
    return all(keys_of(part) & person.keys for part in parts)
