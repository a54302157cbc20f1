"""Starts the server, lets load work on it, kills it at a random moment, starts it again, and looks."""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from dataclasses import dataclass, field
from queue import SimpleQueue
from random import Random
from typing import TYPE_CHECKING

from tests.dashboard.serving.running import ROOT, RunningServer, free_port
from tests.dashboard.serving.small_clinic import CLINICIAN, COLLEAGUE
from tests.faults.checks import Found, look
from tests.faults.clinicians import SimulatedClinician
from tests.faults.ledger import Gate, Ledger
from tests.faults.tablets import Tablet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.faults.ground import Case, Form, Ground

PLAIN = "tests.faults.serving.plain"
ACKNOWLEDGED = 30
"""At most so many ratings are acknowledged between one start and the next kill: the number is drawn each time."""
UNDER_LOAD_S = 8.0
"""[s] A slow machine is not waited for longer."""
JITTER_S = 0.05
"""[s] About what a rating takes from the request to the answer: the kill comes anywhere in it."""
KILLED_IN_START = 0.15
"""Share of the kills that are followed by another one while the server is still starting."""
START_S = 2.0
"""[s] Within so long a start is cut off."""
STARTS_WITHIN_S = 120
STILL_WITHIN_S = 60


@dataclass(slots=True, kw_only=True)
class Servers:
    """Begins and kills servers of one clinic on one port."""

    server: RunningServer
    forker: subprocess.Popen[str]
    process_id: int = 0

    def begin(self) -> None:
        assert self.forker.stdin is not None
        assert self.forker.stdout is not None
        self.forker.stdin.write(f"{self.server.port}\n")
        self.forker.stdin.flush()
        self.process_id = int(self.forker.stdout.readline())

    def wait_until_it_answers(self) -> None:
        begun = time.monotonic()
        while time.monotonic() - begun < STARTS_WITHIN_S and self._is_there():
            with contextlib.suppress(OSError, http.client.HTTPException):
                if self.server.fetch("/healthz").status == http.HTTPStatus.OK:
                    return
            time.sleep(0.02)
        raise RuntimeError(f"the server did not start:\n{self.server.log.read_text()[-4000:]}")

    def kill(self) -> None:
        os.kill(self.process_id, signal.SIGKILL)
        while self._is_there():
            time.sleep(0.005)

    def _is_there(self) -> bool:
        try:
            os.kill(self.process_id, 0)
        except ProcessLookupError:
            return False
        return True


@contextmanager
def servers(ground: Ground, variant: str = PLAIN, **environment: str) -> Iterator[Servers]:
    """Make servers of this clinic ready to begin; whichever runs at the end is killed."""
    folder = ground.settings.folder
    log = folder.parent / "server.log"
    port = free_port()
    given = {"MENDLINE_DATA": str(folder), "MENDLINE_DATABASE_URL": ground.settings.database_url}
    forker = subprocess.Popen(
        [sys.executable, "-m", "tests.faults.serving.forking", variant, str(log)],
        cwd=ROOT,
        env=os.environ | given | environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    server = RunningServer(port=port, folder=folder, log=log, process=forker)
    made = Servers(server=server, forker=forker)
    try:
        assert forker.stdout is not None
        assert forker.stdout.readline() == "ready\n", "the server could not be imported"
        yield made
    finally:
        with contextlib.suppress(ProcessLookupError):
            if made.process_id:
                made.kill()
        forker.kill()
        forker.communicate()


@dataclass(slots=True, kw_only=True)
class Run:
    """What a run came to."""

    seed: int
    ledger: Ledger
    kills: int = 0
    kills_in_start: int = 0
    in_flight: int = 0
    """Ratings that were under way when the server was killed."""
    starts_s: list[float] = field(default_factory=list)
    found: Found = field(default_factory=Found)
    signed_out: int = 0
    ran_dry: bool = False

    @property
    def is_whole(self) -> bool:
        return not self.found.problems and not self.signed_out and not self.ran_dry


@dataclass(slots=True, kw_only=True)
class Load:
    """Tablets and clinicians at work."""

    gate: Gate
    workers: list[Tablet | SimulatedClinician]

    @property
    def is_at_work(self) -> bool:
        return any(isinstance(one, Tablet) and one.is_alive() for one in self.workers)


@contextmanager
def load(ground: Ground, server: RunningServer, ledger: Ledger, *, tablets: int, seed: int) -> Iterator[Load]:
    """Tablets and two clinicians, each in a thread; held at the gate until it is opened."""
    gate, forms = Gate(), _queue(ground.forms)
    workers: list[Tablet | SimulatedClinician] = [
        Tablet(number, server.port, forms, gate, ledger, seed) for number in range(tablets)
    ]
    for person in (CLINICIAN, COLLEAGUE):
        cases = _queue([one for one in ground.cases if one.holder is person])
        workers.append(SimulatedClinician(person, server, cases, gate, ledger, seed))
    for worker in workers:
        worker.start()
    try:
        yield Load(gate=gate, workers=workers)
    finally:
        gate.end()
        for worker in workers:
            worker.rested.set()
            worker.join(STILL_WITHIN_S)


def _queue(items: tuple[Form, ...] | list[Case]) -> SimpleQueue:
    queue = SimpleQueue()
    for one in items:
        queue.put(one)
    return queue


def run(
    ground: Ground,
    *,
    kills: int,
    seed: int,
    tablets: int = 8,
    variant: str = PLAIN,
    told: Callable[[str], None] = lambda _: None,
) -> Run:
    """Kill the server so many times; ends early at the first thing that is not as it must be."""
    chance, ledger = Random(seed), Ledger()
    came = Run(seed=seed, ledger=ledger)
    with servers(ground, variant) as made, load(ground, made.server, ledger, tablets=tablets, seed=seed) as at_work:
        made.begin()
        made.wait_until_it_answers()
        with contextlib.suppress(KeyboardInterrupt):  # whoever has seen enough is told what it came to
            while came.kills < kills and came.is_whole:
                _one_kill(made, at_work, came, chance)
                came.found = look(ground.settings, ledger)
                came.signed_out += _signed_out(made.server, at_work)
                came.ran_dry = not at_work.is_at_work
                told(f"{came.kills} of {kills}: {len(ledger.acknowledged)} acknowledged, {came.found.ratings} found")
            _finish(at_work)
        at_work.gate.close()
        at_work.gate.wait_until_still(STILL_WITHIN_S)
        came.found = look(ground.settings, ledger)
    return came


def _one_kill(made: Servers, at_work: Load, came: Run, chance: Random) -> None:
    at_work.gate.open()
    _wait_for_load(came.ledger, chance.randrange(ACKNOWLEDGED))
    time.sleep(chance.uniform(0, JITTER_S))
    made.kill()
    at_work.gate.close()
    at_work.gate.wait_until_still(STILL_WITHIN_S)
    came.in_flight += len(came.ledger.sent.keys() - came.ledger.acknowledged)
    came.kills += 1
    if chance.random() < KILLED_IN_START:
        made.begin()
        time.sleep(chance.uniform(0, START_S))
        made.kill()
        came.kills += 1
        came.kills_in_start += 1
    begun = time.monotonic()
    made.begin()
    made.wait_until_it_answers()
    came.starts_s.append(time.monotonic() - begun)


def _wait_for_load(ledger: Ledger, more: int) -> None:
    enough, begun = len(ledger.acknowledged) + more, time.monotonic()
    while len(ledger.acknowledged) < enough and time.monotonic() - begun < UNDER_LOAD_S:
        time.sleep(0.002)


def _signed_out(server: RunningServer, at_work: Load) -> int:
    """How many of those who had signed in are not any more."""
    tokens = [one.token for one in at_work.workers if isinstance(one, SimulatedClinician) and one.token]
    return sum(server.fetch("/session/state", token=token).status != http.HTTPStatus.OK for token in tokens)


def _finish(at_work: Load) -> None:
    """Let the load go on for a moment, so that what was cut off last is sent again too."""
    at_work.gate.open()
    time.sleep(2)
