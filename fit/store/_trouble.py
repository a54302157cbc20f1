"""When a database cannot be used: its driver's complaint in words that say what was kept and what to do."""

from __future__ import annotations

import logging
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from sqlalchemy.exc import DBAPIError, InterfaceError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionLeft

from fit.errors import StoreError, StoreUnavailableError
from fit.store import meters

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["in_words", "in_words_of_opening", "is_read_only", "unsure_at_commit"]

NOTHING: Final = "Nothing was saved just now."
UNSURE: Final = "It is not certain whether the last thing was saved: look before you do it again."
REMEDY: Final = "Try again in a minute; if it stays so, tell whoever looks after Mendline."

LOOK: Final = "See that disk and server are well."

AWAY: Final = "The database cannot be used just now."
FULL: Final = "The disk that holds the clinic's data is full."
READ_ONLY: Final = "The clinic's data cannot be written just now: the disk or the database server is read-only."
BROKEN: Final = "The disk that holds the clinic's data does not answer as it should."
DAMAGED: Final = "The file of the clinic's data is damaged: stop the server and restore the last backup."
BUSY: Final = "The database has too much to do just now."
STARTING: Final = "The database server is being started or stopped."

BY_STATE: Final = {
    "25006": READ_ONLY,
    "53100": FULL,
    "53300": BUSY,
    "57P01": STARTING,
    "57P02": STARTING,
    "57P03": STARTING,
    "58030": BROKEN,
}
"""What PostgreSQL says by number."""
BY_WORDS: Final = (
    ("is full", FULL),
    ("readonly", READ_ONLY),
    ("unable to open", READ_ONLY),
    ("disk I/O error", BROKEN),
    ("malformed", DAMAGED),
    ("is locked", BUSY),
)
"""What SQLite says in words of its own, none of them a client's."""
KNOWS_NO_NUMBERS: Final = "SQLite"
TROUBLE: Final = (OperationalError, InterfaceError, InternalError)

log = logging.getLogger(__name__)


@contextmanager
def in_words() -> Iterator[None]:
    """Say of a database that cannot be used why, that nothing was saved, and what to do.

    Raises
    ------
    StoreUnavailableError
        when it cannot be used just now.
    StoreError
        when it cannot be used, and nobody knows why.
    """
    try:
        yield
    except NoConnectionLeft as error:
        meters.ERRORS.labels(error=type(error).__name__).inc()
        raise _told(BUSY, NOTHING) from error
    except DBAPIError as error:
        cause = _cause(error)
        if cause or isinstance(error, TROUBLE):
            meters.ERRORS.labels(error=type(error.orig).__name__).inc()
        if cause:
            raise _told(cause, NOTHING) from error
        if isinstance(error, TROUBLE):
            raise StoreError(f"The database could not be used: {error.orig}. {LOOK}") from error
        raise


@contextmanager
def unsure_at_commit() -> Iterator[None]:
    """Say that a commit may or may not have come through, where the answer to it was cut off.

    Raises
    ------
    StoreUnavailableError
        when the connection broke meanwhile.
    """
    try:
        yield
    except DBAPIError as error:
        if not error.connection_invalidated:
            raise
        raise _told(_cause(error) or AWAY, UNSURE) from error


@contextmanager
def in_words_of_opening() -> Iterator[None]:
    """Say to whoever starts the server what the driver or the operating system complained of.

    Raises
    ------
    StoreError
        when the database cannot be opened.
    """
    try:
        yield
    except (*TROUBLE, OSError) as error:
        why = error.orig if isinstance(error, DBAPIError) else error
        raise StoreError(f"The database could not be used: {why}. {LOOK}") from error


def is_read_only(error: StoreUnavailableError) -> bool:
    """Whether it is because nothing can be written there."""
    return str(error).startswith(READ_ONLY)


def _cause(error: DBAPIError) -> str:
    """Why it cannot be used just now; empty for what is another kind of mistake."""
    state = getattr(error.orig, "sqlstate", KNOWS_NO_NUMBERS)
    if state == KNOWS_NO_NUMBERS:
        return next((cause for words, cause in BY_WORDS if words in str(error.orig)), "")
    return BY_STATE.get(str(state)) or (AWAY if isinstance(error, TROUBLE) else "")


def _told(cause: str, kept: str) -> StoreUnavailableError:
    log.error("the database cannot be used: %s", cause)
    return StoreUnavailableError(f"{cause} {kept} {REMEDY}")
