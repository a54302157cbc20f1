"""One label for one identity over all texts, counted in the order in which they come up; days in the order of time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from fit.deidentify._letters import keys_of
from fit.deidentify._replacement import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from fit.deidentify._names import Identity
    from fit.deidentify._span import Span

__all__ = ["Labels"]

SIMPLE: Final = {
    Kind.CLINIC: "[Clinic]",
    Kind.CODE: "[a code]",
    Kind.AGE: "[an age over 89]",
    Kind.PHONE: "[a phone number]",
    Kind.EMAIL: "[an e-mail address]",
    Kind.ADDRESS: "[an address]",
    Kind.POST_CODE: "[a post code]",
    Kind.LINK: "[a link]",
    Kind.NUMBER: "[a number]",
}
A_DATE: Final = "[a date]"
LETTERS: Final = 26


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """Which label each identity has."""

    by_key: Mapping[object, str]

    @classmethod
    def of(cls, spans: Sequence[Span], known: Sequence[Identity]) -> Labels:
        """Give labels to everything found, in the order given; clinicians count as the data has them."""
        days = sorted({span.same for span in spans if span.kind is Kind.DATE and span.same})
        several = days if len(days) > 1 else []
        found: dict[object, str] = {f"day {day}": f"[date {number}]" for number, day in enumerate(several, 1)}
        return cls(by_key={**found, **_roles(known), **_people(spans), **_places(spans)})

    def of_span(self, span: Span) -> str:
        """Give the label of one find."""
        if span.kind is Kind.DATE:
            return self.by_key.get(f"day {span.same}", A_DATE)
        return SIMPLE.get(span.kind) or self.by_key[_key(span)]


def _key(span: Span) -> object:
    """What makes two finds the same: the identity, or the name without capitals and accents."""
    return span.identity or (span.kind, min(keys_of(span.same)))


def _roles(known: Sequence[Identity]) -> Mapping[object, str]:
    roles = (Kind.CLIENT, "Client"), (Kind.CLINICIAN, "Clinician"), (Kind.SUPERVISOR, "Supervisor")
    people = ((name, [one for one in known if one.kind is kind]) for kind, name in roles)
    return {one: f"[{name}{_number(at)}]" for name, same in people for at, one in enumerate(same)}


def _people(spans: Sequence[Span]) -> Mapping[object, str]:
    return {key: f"[Person {_letter(at)}]" for at, key in enumerate(_met(spans, Kind.PERSON))}


def _places(spans: Sequence[Span]) -> Mapping[object, str]:
    return {key: f"[Place {at}]" for at, key in enumerate(_met(spans, Kind.PLACE), 1)}


def _met(spans: Sequence[Span], kind: Kind) -> Iterable[object]:
    return dict.fromkeys(_key(span) for span in spans if span.kind is kind)


def _number(at: int) -> str:
    return f" {at + 1}" if at else ""


def _letter(at: int) -> str:
    """Count A to Z, then A2 to Z2."""
    around = at // LETTERS
    return chr(ord("A") + at % LETTERS) + (str(around + 1) if around else "")
