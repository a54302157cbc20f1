"""Everything that can go wrong, as one tree.

MendlineError
├── InputError                 something given to us cannot be used; the message names value and remedy
│   ├── ScoreError             a number that is no score of the scale
│   ├── RatingError            a rating that cannot be: unknown item, missing item, total that does not add up
│   ├── UnknownNameError       no scale, policy, rule or curve set of that name
│   ├── DefinitionError        a scale, policy or curve file with a mistake in it
│   ├── TableError             a table of ratings with bad rows, each listed by line
│   └── TranscriptError        a file that is no whole transcript: where, what, what to do
├── AccessDeniedError          this person may not do or see this
├── NotFoundError              no such client, episode, session or hand-over for this person
├── ConflictError              somebody else was first: already recorded, already used, already changed
├── ConfigurationError         not set up as safety or speed needs it: the server does not start
├── SignInError                name or passphrase wrong, or too many tries
└── StoreError                 the database cannot be used
    ├── StoreUnavailableError  not just now: a full disk, a server that is away; it may pass
    ├── KeyMissingError        an encrypted database without its key file
    ├── WrongKeyError          a key that does not open this database
    ├── SealBrokenError        a sealed file that was changed, cut short or damaged
    ├── SchemaError            a database from another version of the schema
    └── StoreLockedError       another server has this database open
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import timedelta

__all__ = [
    "AccessDeniedError",
    "ConfigurationError",
    "ConflictError",
    "DefinitionError",
    "InputError",
    "KeyMissingError",
    "MendlineError",
    "NotFoundError",
    "RatingError",
    "RowProblem",
    "SchemaError",
    "ScoreError",
    "SealBrokenError",
    "SignInError",
    "StoreError",
    "StoreLockedError",
    "StoreUnavailableError",
    "TableError",
    "TranscriptError",
    "UnknownNameError",
    "WrongKeyError",
    "in_file",
]


class MendlineError(Exception):
    """Root of all errors that Mendline raises on purpose."""


class InputError(MendlineError):
    """Something given to us cannot be used."""


class ScoreError(InputError):
    """A number that is no score of the scale."""


class RatingError(InputError):
    """A rating that cannot be."""


class UnknownNameError(InputError):
    """No scale, policy, rule or curve set of that name."""


class DefinitionError(InputError):
    """A scale, policy or curve file with a mistake in it."""


@contextmanager
def in_file(name: str) -> Iterator[None]:
    """Name the file in what is wrong with a definition that is being read from it.

    Raises
    ------
    DefinitionError
        when a key is missing or has an impossible value.
    """
    try:
        yield
    except KeyError as missing:
        raise DefinitionError(f"{name}: the key {missing} is missing. Add it.") from None
    except (ValueError, TypeError, AttributeError, MendlineError) as wrong:
        raise DefinitionError(f"{name}: {wrong}") from None


class RowProblem:
    """One bad row of a table: where it is, what stands there, what to do."""

    __slots__ = ("line", "remedy", "what")

    def __init__(self, line: int, what: str, remedy: str) -> None:
        self.line, self.what, self.remedy = line, what, remedy

    def __str__(self) -> str:
        return f"line {self.line}: {self.what}. {self.remedy}"


class TableError(InputError):
    """A table of ratings with bad rows, each listed by line."""

    def __init__(self, file: str, problems: Sequence[RowProblem], total: int | None = None) -> None:
        self.file = file
        self.problems = tuple(problems)
        self.total = len(self.problems) if total is None else total
        super().__init__(self._text())

    def _text(self) -> str:
        rows = "row" if self.total == 1 else "rows"
        listed = "\n".join(f"  {problem}" for problem in self.problems)
        more = self.total - len(self.problems)
        rest = f"\n  and {more} more" if more else ""
        return f"{self.file}: {self.total} bad {rows}; nothing was taken.\n{listed}{rest}"


class TranscriptError(InputError):
    """A file that is no whole transcript: where it breaks, what is wrong there, what to do."""

    def __init__(self, file: str, *, where: str, what: str, remedy: str) -> None:
        self.file, self.where, self.what, self.remedy = file, where, what, remedy
        super().__init__(f"{file}, {where}: {what}. {remedy}. Nothing was taken.")


class AccessDeniedError(MendlineError):
    """This person may not do or see this."""


class NotFoundError(MendlineError):
    """No such client, episode, session or hand-over for this person."""


class ConflictError(MendlineError):
    """Somebody else was first."""


class ConfigurationError(MendlineError):
    """Not set up as safety or speed needs it."""


class SignInError(MendlineError):
    """Name or passphrase wrong, or too many tries; then `wait` tells how long until the next one counts."""

    def __init__(self, message: str, *, wait: timedelta | None = None) -> None:
        self.wait = wait
        super().__init__(message)


class StoreError(MendlineError):
    """The database cannot be used."""


class StoreUnavailableError(StoreError):
    """The database cannot be used just now; whoever waits until it is well again can go on."""


class KeyMissingError(StoreError):
    """An encrypted database without its key file."""


class WrongKeyError(StoreError):
    """A key that does not open this database."""


class SealBrokenError(StoreError):
    """A sealed file that was changed, cut short or damaged."""


class SchemaError(StoreError):
    """A database from another version of the schema."""


class StoreLockedError(StoreError):
    """Another server has this database open."""
