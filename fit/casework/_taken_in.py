"""Everything that a use case is given is held against its kind, at the one place through which all of it comes.

What a text may be in its place (its length, that it is not empty) is decided there. Here is what holds for all: it is
of the kind that was asked for, it can be kept in every database, and it is never longer than the longest text of all.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from functools import cache, wraps
from numbers import Integral, Real
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from fit.casework import views
from fit.casework.actor import Role
from fit.errors import InputError, SignInError
from fit.ratings import Ending, Mode
from fit.repair import Dimension, KindSeen, PlanState, RuptureKind, Step
from fit.scales import AgeBand, Informant
from fit.service import alliance_grid, grid_order
from fit.transcripts import Columns, Transcript
from fit.transcripts import Role as Spoken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

__all__ = ["LONGEST", "hold_what_comes_in"]

LONGEST: Final = 20_000
"""[characters] A corrected turn may have so many, docs/security_rules.md; nothing that is typed may have more."""

SHORTER: Final[Mapping[str, int]] = {
    "code": 100,
    "ending": 255,
    "file_name": 255,
    "language": 40,
    "programme": 100,
    "reason": 500,
    "source": 100,
    "tag": 100,
    "team": 100,
    "word": 100,
}
"""[characters] What has a line of its own on a page, in a list, or in the audit, wherever it is asked for."""

CANNOT_BE_KEPT: Final = re.compile("[\x00\ud800-\udfff]")
"""PostgreSQL keeps no NUL in a text, and half a pair of UTF-16 is no character."""

LOOKED_UP_ONLY: Final = re.compile(r".*(?<!scale)_id|.*_?token|ticket|device|known")
"""Arguments that are compared with what is kept, and never kept: what does not fit is a record that is not there."""

PROVES: Final = frozenset({"sign_in_name", "passphrase", "pin", "word", "code"})
"""By what somebody without a session shows who they are: what does not fit is wrong, like any other wrong one."""

NOT_LOOKED_AT: Final = (object,)
"""Streams, and functions of our own."""

BUILT_IN: Final[Mapping[str, tuple[type, ...]]] = {
    "None": (type(None),),
    "str": (str,),
    "int": (Integral,),
    "float": (Real,),
    "bool": (bool,),
    "bytes": (bytes,),
    "date": (date,),
    "datetime": (datetime,),
    "Path": (Path,),
    "Mapping": (Mapping,),
    "Sequence": (Sequence,),
    "BinaryIO": NOT_LOOKED_AT,
    "Callable": NOT_LOOKED_AT,
    "Progress": NOT_LOOKED_AT,
}
OURS: Final[Mapping[str, tuple[type, ...]]] = {
    "Role": (Role, Spoken),
    **{
        kind.__name__: (kind,)
        for kind in (
            AgeBand,
            Columns,
            Dimension,
            Ending,
            Informant,
            KindSeen,
            Mode,
            PlanState,
            RuptureKind,
            Step,
            Transcript,
            alliance_grid.Measure,
            alliance_grid.Period,
            grid_order.Order,
        )
    },
}


def hold_what_comes_in(module: str) -> None:
    """Put this check in front of every use case that a module offers.

    Raises
    ------
    LookupError
        when an argument of a use case is of a kind that is not known here, so that none goes unchecked.
    """
    place = sys.modules[module]
    for name in place.__all__:
        setattr(place, name, _held(getattr(place, name)))


def _held(use_case: Callable[..., Any]) -> Callable[..., Any]:
    signature = inspect.signature(use_case)
    asked = {name: _kinds(str(one.annotation)) for name, one in signature.parameters.items() if name not in OWN}
    by_role = "actor" in signature.parameters

    @wraps(use_case)
    def held(*given: Any, **named: Any) -> Any:
        for name, value in signature.bind(*given, **named).arguments.items():
            if name in asked:
                _check(name, value, asked[name], by_role=by_role)
        return use_case(*given, **named)

    return held


OWN: Final = frozenset({"clinic", "actor"})
"""What the program itself brings, not who uses it."""


@cache
def _kinds(annotation: str) -> tuple[type, ...]:
    """Which types may stand where this annotation does."""
    return tuple(kind for one in annotation.split(" | ") for kind in _kinds_named(one.partition("[")[0]))


def _kinds_named(name: str) -> tuple[type, ...]:
    known = BUILT_IN.get(name) or OURS.get(name)
    found = known or (getattr(views, name, None),)
    if found == (None,):
        raise LookupError(f"{name} is a kind of argument that nothing checks. Add it to BUILT_IN or OURS.")
    return found  # type: ignore[return-value]


def _check(name: str, value: object, kinds: tuple[type, ...], *, by_role: bool) -> None:
    said = name.replace("_", " ")
    if not _is_one_of(value, kinds):
        raise InputError(f"{said} must be {' or '.join(sorted({_said_of(one) for one in kinds}))}. Give it anew.")
    if LOOKED_UP_ONLY.fullmatch(name):
        return
    wrong = next((fault for text in _texts_in(value) if (fault := _fault(text, SHORTER.get(name, LONGEST)))), None)
    if wrong is not None and name in PROVES and not by_role:
        raise SignInError("That is not right. Type it again.")
    if wrong is not None:
        raise InputError(f"{said}: {wrong}")


SAID: Final[Mapping[type, str]] = {
    Integral: "a whole number",
    Real: "a number",
    bool: "yes or no",
    bytes: "a file",
    date: "a day",
    datetime: "a moment",
    str: "words",
    type(None): "nothing",
}


def _said_of(kind: type) -> str:
    return SAID.get(kind, "one of the choices")


def _is_one_of(value: object, kinds: tuple[type, ...]) -> bool:
    """Whether it is of one of these kinds: yes and no are no numbers, and words no list of letters."""
    if isinstance(value, bool):
        return bool in kinds or object in kinds
    if isinstance(value, (str, bytes)) and Sequence in kinds:
        return False
    return isinstance(value, kinds)


def _fault(text: object, longest: int) -> str | None:
    """Say what is wrong with a text, without repeating it."""
    if not isinstance(text, str):
        return "this must be words. Give it anew."
    if len(text) > longest:
        return f"this is {len(text)} characters long. Keep it to {longest}."
    odd = CANNOT_BE_KEPT.search(text)
    return odd and f"character {odd.start() + 1} is none that can be kept. Type it again without it."


def _texts_in(value: object) -> Iterator[object]:
    """Every text of a value; and what stands where one of our forms says that there is a text."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, one in value.items():
            yield from _texts_in(key)
            yield from _texts_in(one)
    elif is_dataclass(value) and not isinstance(value, Transcript):
        for field in fields(value):
            one = getattr(value, field.name)
            yield from _texts_of_field(str(field.type), one)
    elif isinstance(value, (tuple, list, set, frozenset)):
        for one in value:
            yield from _texts_in(one)


def _texts_of_field(kind: str, value: object) -> Iterator[object]:
    """Every text of a field; and what stands there instead of one."""
    if kind == "str" or (kind == "str | None" and value is not None):
        yield value
    elif isinstance(value, (tuple, frozenset)) and re.fullmatch(r"(tuple|frozenset)\[str\b.*", kind):
        yield from value
    else:
        yield from _texts_in(value)
