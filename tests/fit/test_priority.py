"""Work that steps back leaves the processor to what else runs beside it."""

from __future__ import annotations

import os
import sys
import time

import pytest

from fit.priority import begin_beside

LONG_S = 2.0
SOON_S = 60
COUNTS = """
import os, sys, time
from pathlib import Path
from fit.priority import step_back

way, said, processor = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
os.sched_setaffinity(0, {processor})
if way == "back":
    step_back()
said.write_text("ready")
sys.stdin.readline()
begun, until = time.process_time(), time.monotonic() + float(sys.argv[4])
while time.monotonic() < until:
    pass
said.write_text(str(time.process_time() - begun))
"""

pytestmark = pytest.mark.skipif(
    not hasattr(os, "SCHED_IDLE"), reason="work for idle times is known to Linux alone: run it there"
)


class Counting:
    """A process that takes what it gets of one processor, and writes down how much that was."""

    def __init__(self, way, folder):
        self.said = folder / way
        processor = str(min(os.sched_getaffinity(0)))
        self.process = begin_beside([sys.executable, "-c", COUNTS, way, str(self.said), processor, str(LONG_S)])
        until = time.monotonic() + SOON_S
        while not self.said.exists() or self.said.read_text() != "ready":
            assert time.monotonic() < until, "it did not begin"
            time.sleep(0.02)

    def go(self):
        self.process.stdin.write(b"\n")
        self.process.stdin.flush()

    def got(self):
        assert self.process.wait(SOON_S) == 0
        self.process.stdin.close()
        return float(self.said.read_text())


def test_what_steps_back_gets_what_is_left_and_shares_the_session(tmp_path):
    back, ahead = Counting("back", tmp_path), Counting("ahead", tmp_path)
    assert os.sched_getscheduler(back.process.pid) == os.SCHED_IDLE
    assert os.getsid(back.process.pid) == os.getsid(0)
    assert os.getpgid(back.process.pid) != os.getpgid(0)  # Ctrl+C in a terminal goes to a group
    for one in (back, ahead):
        one.go()
    assert back.got() < ahead.got() / 10
