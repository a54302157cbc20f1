"""What the server writes down: events and places in the code, never a name, a score or a word of a client.

The text of an exception can hold any of these, so no exception's text is ever logged.
"""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import structlog

if TYPE_CHECKING:
    from collections.abc import Iterator
    from types import TracebackType

    from structlog.typing import Processor

__all__ = ["keep_texts_out", "place_of", "write_lines"]

PLACES_SHOWN: Final = 8
TRACEBACK: Final = "Traceback (most recent call last)"
"""So begins what Starlette says, as a text, of a server that could not be opened."""


def place_of(error: BaseException) -> str:
    """Return where an error arose: the last places in the code, without what was handled there."""
    places = [f"{Path(code).name}:{line}" for code, line in _places(error.__traceback__)]
    return " < ".join(reversed(places[-PLACES_SHOWN:])) or "unknown"


def write_lines(*, for_people: bool | None = None) -> None:
    """Write every line of this process with its moment in UTC: as JSON for programs, else as people read it.

    Without `for_people`, it is for people when standard output is a terminal. Lines of Streamlit and uvicorn are
    written like ours. It is for the whole process, and belongs to its beginning.
    """
    readable = sys.stdout.isatty() if for_people is None else for_people
    moment: Processor = structlog.processors.TimeStamper(fmt="iso", utc=True)
    shown: Processor = structlog.dev.ConsoleRenderer() if readable else structlog.processors.JSONRenderer()
    structlog.configure(
        processors=[structlog.processors.add_log_level, moment, shown],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
    )
    _write_all_by(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.add_logger_name, structlog.processors.add_log_level, moment],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, shown],
        )
    )


def _write_all_by(line: logging.Formatter) -> None:
    """Have every handler there is, or will be, write by this formatter."""

    class Writing(logging.getLoggerClass()):  # type: ignore[misc]  # Streamlit brings a handler for each of its modules
        def addHandler(self, hdlr: logging.Handler) -> None:  # noqa: N802  the name of the standard library
            hdlr.setFormatter(line)
            super().addHandler(hdlr)

    logging.setLoggerClass(Writing)
    root = logging.getLogger()
    if not root.handlers:
        root.addHandler(logging.StreamHandler())
    there = [one for one in logging.root.manager.loggerDict.values() if isinstance(one, logging.Logger)]
    for handler in [handler for logger in (root, *there) for handler in logger.handlers]:
        handler.setFormatter(line)


def keep_texts_out() -> None:
    """Replace every traceback in the logs of this process by the kind of error and its place."""
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
    elif isinstance(record.msg, str) and record.msg.startswith(TRACEBACK):
        record.msg, record.args = "the server could not be opened, or not be closed in order", ()
    return record
