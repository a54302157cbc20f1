"""The clock of the machine: whether it jumped back, in which zone its days are, and whether anybody keeps it right."""

from __future__ import annotations

import shutil
import subprocess
from datetime import timedelta
from typing import TYPE_CHECKING

from fit.casework.doctor._finding import mend, ok, to_know

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from fit.casework.doctor._finding import Finding

BACK = timedelta(minutes=2)
"""Clocks of several servers of one clinic may lie so far apart."""
LONG = timedelta(days=366)
"""Nothing done for a year is rather a clock that runs ahead."""
ASKED = ("show", "--property=NTPSynchronized", "--value")
ANSWER_S = 5


def look(now: datetime, newest: datetime | None) -> Iterator[Finding]:
    """Look at the clock; `newest` is the newest moment in the database."""
    if newest is not None:
        yield of_order(now, newest)
    local = now.astimezone()
    said = f"Days are those of the zone {local.tzname()} (UTC{local:%z})."
    if local.utcoffset():
        yield ok("clock.zone", said)
    else:
        yield to_know("clock.zone", said, "Unless the clinic is in that zone: timedatectl set-timezone, then restart.")
    yield of_keeping(_asked())


def of_order(now: datetime, newest: datetime) -> Finding:
    """Whether the clock stands before what was done last."""
    if now < newest - BACK:
        said = f"The clock stands at {now:%Y-%m-%d %H:%M} UTC, before what was done last ({newest:%Y-%m-%d %H:%M} UTC)."
        remedy = "Set the clock right before anybody works: days and time limits would be wrong."
        return mend("clock.order", said, remedy)
    if now > newest + LONG:
        said = f"Nothing was done since {newest:%Y-%m-%d}."
        return to_know("clock.order", said, "If somebody worked here since, the clock is ahead: set it right.")
    return ok("clock.order", "The clock stands after everything that was done.")


def of_keeping(answer: str) -> Finding:
    """Whether a time service keeps the clock right, as far as this machine tells."""
    if answer == "yes":
        return ok("clock.kept", "A time service keeps the clock right.")
    if answer == "no":
        remedy = "Say: timedatectl set-ntp true, or set up chrony."
        return to_know("clock.kept", "No time service keeps the clock right.", remedy)
    said = "Whether a time service keeps the clock right cannot be seen from here."
    return to_know("clock.kept", said, "In a container, look on its host: timedatectl, or chronyc tracking.")


def _asked() -> str:
    """What timedatectl says: yes or no; empty where there is none, or it does not know."""
    program = shutil.which("timedatectl")
    if program is None:
        return ""
    try:
        # a program of the system, and words of ours
        done = subprocess.run(  # noqa: S603  # nosec B603
            [program, *ASKED], capture_output=True, text=True, timeout=ANSWER_S, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip() if done.returncode == 0 else ""
