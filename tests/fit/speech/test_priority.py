"""Work that steps back leaves the processor to what else runs, also to processes of another session."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from fit.speech._priority import OF_THE_SESSION

ROOT = Path(__file__).parents[3]
LONG_S = 2.0
COUNTS = """
import os, sys, time
from fit.speech._priority import step_back
os.sched_setaffinity(0, {int(sys.argv[1])})
if sys.argv[2] == "back":
    step_back()
print("ready", flush=True)
sys.stdin.readline()
begun = time.process_time()
until = time.monotonic() + float(sys.argv[3])
while time.monotonic() < until:
    pass
print(time.process_time() - begun, flush=True)
"""

pytestmark = pytest.mark.skipif(
    not hasattr(os, "sched_setaffinity"), reason="processes are held on one processor by Linux alone: run it there"
)


@contextmanager
def counting(way):
    """A process in a session of its own that is ready to take what it gets of one processor."""
    processor = min(os.sched_getaffinity(0))
    process = subprocess.Popen(
        [sys.executable, "-c", COUNTS, str(processor), way, str(LONG_S)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    with process:
        assert process.stdout.readline() == "ready\n"
        yield process


def test_what_steps_back_gets_what_another_session_leaves():
    with counting("back") as back, counting("ahead") as ahead:
        for one in (back, ahead):
            one.stdin.write("\n")
            one.stdin.flush()
        got_back, got_ahead = (float(one.stdout.readline()) for one in (back, ahead))
    assert got_back < got_ahead / 10


def test_the_session_steps_back_with_the_process():
    if not OF_THE_SESSION.exists():
        pytest.skip("this system weighs no sessions: run it on a Linux with CONFIG_SCHED_AUTOGROUP")
    with counting("back") as back:
        said = Path(f"/proc/{back.pid}/autogroup").read_text()
        own = os.getpriority(os.PRIO_PROCESS, back.pid)
        back.kill()
    assert (own, said.split()[-1]) == (19, "19")
