"""The device of somebody in a test: it makes the codes that their sign-in asks for, each of them once."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyotp

if TYPE_CHECKING:
    from collections.abc import Callable

STEP_S = 30
ON_THE_WAY_S = 10
"""A code is typed and sent some seconds after it was made; the half minute may turn meanwhile."""
KEY = re.compile(r'<code class="key">([A-Z2-7 ]+)</code>')


@dataclass(slots=True, kw_only=True)
class Device:
    """A secret, and the last half minute that a code was given of."""

    secret: str
    last: int = 0
    clock: Callable[[], float] = time.time
    wait: Callable[[float], None] = time.sleep

    def code(self) -> str:
        """Return a code that was not given before, and that will still be taken when it arrives.

        A clock may be one step off, so that three codes are taken, less those whose half minute is about to turn.
        """
        now = self.clock()
        step = max(self.last + 1, int(now + ON_THE_WAY_S) // STEP_S - 1)
        if step > int(now) // STEP_S + 1:
            self.wait((step - 1) * STEP_S - now + 0.5)
        self.last = step
        return pyotp.HOTP(self.secret).at(step)


def device_of(page_html: str) -> Device:
    """Return the device that has scanned the page on which a second factor is set up."""
    found = KEY.search(page_html)
    assert found is not None, page_html
    return Device(secret=found[1].replace(" ", ""))
