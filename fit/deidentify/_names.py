"""The names that a clinic's data knows, taken apart into what may stand in a text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain

from fit.deidentify._letters import keys_of
from fit.deidentify._replacement import Kind
from fit.deidentify._span import KNOWN
from fit.deidentify._words import listed_words

__all__ = ["Identity", "KnownNames", "identities", "may_stand_alone", "name_parts"]

_SPLIT = re.compile(r"[\s,;/()\[\]_.\d:]+|(?<=\w)\.(?=\s|$)")
_POSSESSIVE = re.compile(r"['\u2019]s$", re.IGNORECASE)
_HYPHEN = re.compile(r"[-\u2010\u2011]")
_PLURAL = re.compile(r"\b(?:the|family|familie|die)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownNames:
    """Whom the clinic's data names around one client. Every entry of `client` is the same person."""

    client: tuple[str, ...] = ()
    """Label, full name, name the client goes by."""
    people: tuple[str, ...] = ()
    """Caregivers, and others whom the speaker labels name; words for a role ("Mother") are passed over."""
    clinicians: tuple[str, ...] = ()
    """The client's own clinician first."""
    supervisors: tuple[str, ...] = ()
    clinics: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    """Codes of the client's record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """One person, and every name that stands for them: each a run of parts."""

    kind: Kind
    names: tuple[tuple[str, ...], ...]
    is_known: bool = True
    why: str = KNOWN

    @property
    def parts(self) -> frozenset[str]:
        """Each part of the names that may stand alone."""
        return frozenset(one for name in self.names for at, one in enumerate(name) if may_stand_alone(one, at))

    @property
    def keys(self) -> frozenset[str]:
        """What the parts look like without capitals and accents."""
        whole = chain.from_iterable(keys_of(part) for part in self.parts)
        return frozenset(key for key in whole if len(key) > 1)

    @property
    def particles(self) -> frozenset[str]:
        """The small words of the names."""
        return frozenset(
            one.lower() for one in chain.from_iterable(self.names) if one.lower() in listed_words("particles")
        )


def may_stand_alone(part: str, at: int) -> bool:
    """Whether a part of a name is a name: "Al" as the first of "Al Green" is, "al" and "van der" are not."""
    return part.lower() not in listed_words("particles") or (at == 0 and part[:1].isupper())


def identities(known: KnownNames) -> tuple[Identity, ...]:
    """Give the persons known, the client first: where a family name is shared, it is the client's."""
    client = [Identity(kind=Kind.CLIENT, names=names)] if (names := _names(known.client)) else []
    rest = (
        (Kind.CLINICIAN, known.clinicians),
        (Kind.SUPERVISOR, known.supervisors),
        (Kind.PERSON, known.people),
    )
    single = [(kind, _names((name,))) for kind, names in rest for name in names]
    return (*client, *(Identity(kind=kind, names=names) for kind, names in single if names))


def _names(names: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    found = []
    for name in names:
        parts = name_parts(name)
        if any(may_stand_alone(part, at) for at, part in enumerate(parts)):
            found += [parts, ("".join(parts),)]
            singular = parts[-1][:-1] if _PLURAL.search(name) and parts[-1].endswith("s") else ""
            found += [(singular,)] if singular else []
    return tuple(found)


def name_parts(name: str) -> tuple[str, ...]:
    """Split a name into its parts, and double names into theirs beside the whole; titles and roles are left out."""
    words = [_POSSESSIVE.sub("", word).strip("'\u2019\"") for word in _SPLIT.split(name)]
    words = [word for word in words if word and word.lower() not in listed_words("roles")]
    return tuple(chain.from_iterable(_double(word) for word in words))


def _double(word: str) -> tuple[str, ...]:
    parts = tuple(part for part in _HYPHEN.split(word) if part)
    return (*parts, "".join(parts)) if len(parts) > 1 and parts[0].lower() not in listed_words("particles") else parts
