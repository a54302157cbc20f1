"""What the server writes down: events and places in the code, never a name, a score or a word of a client.

The text of an exception can hold any of these, so no exception's text is ever logged.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import structlog

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

__all__ = ["keep_texts_out", "place_of"]

PLACES_SHOWN: Final = 8


def place_of(error: BaseException) -> str:
    """Return where an error arose: the last places in the code, without what was handled there."""
    places = [f"{Path(code).name}:{line}" for code, line in _places(error.__traceback__)]
    return " < ".join(reversed(places[-PLACES_SHOWN:])) or "unknown"


def keep_texts_out() -> None:
    """Replace every traceback in the logs of this process by the kind of error and its place."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.INFO))
    make_record = logging.getLogRecordFactory()

    def without_text(*args: Any, **kwargs: Any) -> logging.LogRecord:
        return _without_text(make_record(*args, **kwargs))

    # not a filter: Streamlit gives each of its modules a handler of its own
    logging.setLogRecordFactory(without_text)


def _places(trace: TracebackType | None) -> Iterator[tuple[str, int]]:
    while trace is not None:
        yield trace.tb_frame.f_code.co_filename, trace.tb_lineno
        trace = trace.tb_next


def _without_text(record: logging.LogRecord) -> logging.LogRecord:
    error = record.exc_info[1] if record.exc_info else None
    if error is not None:
        record.msg = f"{type(error).__name__} at {place_of(error)}"
        record.args, record.exc_info, record.exc_text = (), None, None
    return record
