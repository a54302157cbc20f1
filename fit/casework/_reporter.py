"""The program that makes one service report: `python -m fit.casework._reporter`, told what to do on its standard input.

It reads the database beside the server, with less of the processor than the pages, and answers with the PDF file or
with why there is none: the name and the place of what went wrong, in no words of the data.
"""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from selectors import EVENT_READ, DefaultSelector
from threading import Thread
from time import monotonic
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from fit.casework._beside import reading_beside
from fit.casework._clinic import curves_of, policy_of
from fit.casework._deed import Deed
from fit.casework._service_report import gathered, part_of
from fit.casework._under_way import in_short
from fit.casework.settings import Settings
from fit.errors import ConfigurationError, KeyMissingError, SchemaError, StoreError
from fit.priority import begin_beside, step_aside
from fit.store.standing import Method

if TYPE_CHECKING:
    from threading import Event

__all__ = ["Order", "service_report_of"]

STOP_SEEN_S = 0.2
"""How long whoever stops it waits, at most."""
AT_ONCE = 1 << 20
"""[bytes]"""
LONGEST_S = 600.0
"""A report takes seconds. What takes so long waits for something that does not come, and the next one for it."""
MADE, BROKEN_OFF, WHOLE = b"+", b"-", b"\n(whole)"
"""How an answer begins, and how it ends: longer than what a file that was cut off ends with by chance."""
ANSWER, WORDS = 1, 2
"""Where it answers, and where it speaks: what a library prints is no part of an answer."""
PLACES = ("folder", "database_url", "key_file_path", "key_from", "key_text", "policy", "curves")
"""The settings that it takes to read and to judge."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """A report that was asked for, and by which rules it is to be made."""

    clinic_id: int
    user_id: int
    now: str
    today: str
    versions: str
    """Of policy and curves: if the files were changed since the server began, nothing is made."""
    month: str
    team: str
    programme: str
    names: bool


def service_report_of(settings: Settings, order: Order, stopping: Event) -> bytes:
    """The report as a PDF file, made in a process of its own that ends with this one.

    Raises
    ------
    StoreError
        when it was not made: why is said, in no words of the data.
    """
    places = {name: str(getattr(settings, name) or "") for name in PLACES}
    try:
        process = begin_beside([sys.executable, "-m", "fit.casework._reporter"], answers=True)
    except OSError as error:
        raise StoreError(f"A report was not made: no process can be started ({error.strerror}).") from error
    to_it, from_it = cast("BinaryIO", process.stdin), cast("BinaryIO", process.stdout)
    try:
        to_it.write(json.dumps({"places": places, "order": asdict(order)}).encode() + b"\n")
        to_it.flush()  # and left open: its end is the end of this process
        answer = _answer(from_it, stopping)
    except BrokenPipeError:
        answer = b""
    finally:
        process.kill()  # it has said all it had to say
        process.wait()
        from_it.close()
        _close(to_it)
    return _file_in(answer)


def _file_in(answer: bytes) -> bytes:
    if not answer.endswith(WHOLE):
        raise StoreError("A report was not made: the process was ended before it had.")
    said = answer[1 : -len(WHOLE)]
    if not answer.startswith(MADE):
        raise StoreError(f"A report was not made: {said.decode()}")
    return said


def _answer(from_it: BinaryIO, stopping: Event) -> bytes:
    """All of what is said; as far as it came when it must stop before, or takes too long."""
    said, until = [b""], monotonic() + LONGEST_S
    with DefaultSelector() as ready:  # not select(): that knows no file beyond the thousandth of a busy server
        ready.register(from_it, EVENT_READ)
        while not stopping.is_set() and monotonic() < until:
            if ready.select(STOP_SEEN_S):
                said.append(os.read(from_it.fileno(), AT_ONCE))
                if not said[-1]:
                    break
    return b"".join(said)


def _close(to_it: BinaryIO) -> None:
    try:
        to_it.close()
    except BrokenPipeError:  # what it was not told any more
        return


def main() -> None:
    """Make what is asked for."""
    step_aside()
    answers = os.fdopen(os.dup(ANSWER), "wb")
    os.dup2(WORDS, ANSWER)
    told = json.loads(sys.stdin.buffer.readline())
    Thread(target=_end_with_who_asked, daemon=True).start()
    with answers:
        answers.write(_made_or_why_not(_settings(told["places"]), Order(**told["order"])) + WHOLE)
    os._exit(0)  # a thread that still reads would hold up an orderly end


def _end_with_who_asked() -> None:
    sys.stdin.buffer.read()
    os._exit(1)


def _settings(places: dict[str, str]) -> Settings:
    paths: dict[str, Any] = {
        "folder": Path(places["folder"]),
        "key_file_path": Path(places["key_file_path"]) if places["key_file_path"] else None,
    }
    return Settings(**places | paths)


def _made_or_why_not(settings: Settings, order: Order) -> bytes:
    try:
        return MADE + _made(settings, order)
    except (ConfigurationError, KeyMissingError, SchemaError) as error:  # of the machine: no word of the data
        return BROKEN_OFF + str(error).encode()
    except Exception as error:  # noqa: BLE001  whatever it was: its own words may be a client's
        return BROKEN_OFF + in_short(error).encode()


def _made(settings: Settings, order: Order) -> bytes:
    from fit.reports.service_report import service_report

    method = Method(
        policy=policy_of(settings),
        curves=curves_of(settings),
        now=datetime.fromisoformat(order.now),
        today=date.fromisoformat(order.today),
    )
    if method.versions != order.versions:
        raise ConfigurationError("The policy or the curves were changed since the server began. Start it again.")
    with reading_beside(settings) as connection:
        deed = Deed(connection=connection, clinic_id=order.clinic_id, user_id=order.user_id, now=method.now)
        of = part_of(deed, order.team or None, order.programme or None, names=order.names)
        found = gathered(method, deed, date.fromisoformat(order.month), of)
    return service_report(found)


if __name__ == "__main__":
    main()
