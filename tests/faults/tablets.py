"""Simulated tablets: they send what was marked until the server has it, as the script on the form does."""

from __future__ import annotations

import http.client
import json
import threading
from queue import Empty, SimpleQueue
from random import Random
from typing import TYPE_CHECKING

from dashboard.handover.device import DEVICE_COOKIE
from tests.faults.ground import ITEMS

if TYPE_CHECKING:
    from tests.faults.ground import Form
    from tests.faults.ledger import Gate, Ledger

STORED = frozenset({200, 409})
NEVER = frozenset({404, 410, 422})
"""As outbox.js reads the answers: these end a try for good, anything else is tried again."""
ANSWER_WITHIN_S = 10
FIRST_RETRY_S, LAST_RETRY_S = 0.1, 1.0
"""[s] Shorter than on a real tablet, which waits up to 15 s: more tries, and more of them at a bad moment."""
THINKS_S = (0.05, 0.3)
"""[s] Between one scale and the next."""
FORM = "application/x-www-form-urlencoded"


class Tablet(threading.Thread):
    """Takes one form after the other, opens it, and sends each part."""

    def __init__(self, number: int, port: int, forms: SimpleQueue[Form], gate: Gate, ledger: Ledger, seed: int) -> None:
        super().__init__(name=f"tablet-{number}", daemon=True)
        self.port, self.forms, self.gate, self.ledger = port, forms, gate, ledger
        self.chance = Random(f"{seed} tablet {number}")
        self.device = f"tablet-{seed}-{number}"
        self.address = f"127.1.0.{number + 1}"
        self.rested = threading.Event()
        self.answer_within_s = ANSWER_WITHIN_S

    def run(self) -> None:
        while (form := self._next()) is not None:
            if not self._until(lambda token=form.token: self._begin(token)):
                return
            for place, scale in enumerate(form.scales):
                if not self._fill_in(form.token, place, scale):
                    return

    def _next(self) -> Form | None:
        try:
            return self.forms.get_nowait()
        except Empty:
            return None

    def _begin(self, token: str) -> bool:
        return self._ask(f"/k/{token}/begin", b"", FORM) in {200, 303}

    def _fill_in(self, token: str, place: int, scale: str) -> bool:
        self.rested.wait(self.chance.uniform(*THINKS_S))
        body, key, tenths = self.marked(place, scale)
        return self._until(lambda: self._send(token, key, tenths, body))

    def marked(self, place: int, scale: str) -> tuple[bytes, str, int]:
        """Mark every line of a scale: what is sent, under which key, and what it adds up to [tenths]."""
        marks = {item: self.chance.randrange(101) for item in ITEMS[scale]}
        key = f"fault-{self.chance.getrandbits(80):020x}"
        body = {
            "place": place,
            "answers": {item: f"{tenths // 10}.{tenths % 10}" for item, tenths in marks.items()},
            "idempotency_key": key,
            "line_length_px": 612.0,
            "calibrated": False,
        }
        return json.dumps(body).encode(), key, sum(marks.values())

    def _send(self, token: str, key: str, tenths: int, body: bytes) -> bool:
        self.ledger.send(key, tenths)
        status = self._ask(f"/k/{token}/rating", body, "application/json")
        if status in STORED:
            self.ledger.acknowledge(key)
        elif status in NEVER:
            self.ledger.turn_away(key, status)
        return status in STORED | NEVER

    def _until(self, tries) -> bool:
        """Try again and again, calmly; False when the harness is over."""
        wait = FIRST_RETRY_S
        while True:
            with self.gate.passing() as going_on:
                if not going_on:
                    return False
                if tries():
                    return True
            self.rested.wait(wait)
            wait = min(wait * 2, LAST_RETRY_S)

    def _ask(self, path: str, body: bytes, kind: str) -> int:
        connection = http.client.HTTPConnection(
            "127.0.0.1", self.port, timeout=self.answer_within_s, source_address=(self.address, 0)
        )
        headers = {
            "origin": f"http://127.0.0.1:{self.port}",
            "cookie": f"{DEVICE_COOKIE}={self.device}",
            "content-type": kind,
            "accept": "application/json",
        }
        try:
            connection.request("POST", path, body, headers)
            answer = connection.getresponse()
            answer.read()
        except (OSError, http.client.HTTPException) as error:
            self.ledger.note(f"tablet: {type(error).__name__}")
            return 0
        finally:
            connection.close()
        self.ledger.note(f"tablet: {answer.status}")
        return answer.status
