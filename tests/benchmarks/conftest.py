"""Says at the end, beside the medians, how each way compares with the naive one in the same run."""

from __future__ import annotations

from time import process_time

import pytest

said: list[str] = []


@pytest.fixture
def cpu_seconds():
    """CPU time of one call, the best of a few: what a ratio is made of."""

    def measure(call, times=3):
        def once():
            start = process_time()
            call()
            return process_time() - start

        return min(once() for _ in range(times))

    return measure


@pytest.fixture
def say():
    """Keep a line for the end of the run."""
    return said.append


def pytest_terminal_summary(terminalreporter):
    if said:
        terminalreporter.section("compared in this run")
        for line in said:
            terminalreporter.line(line)
