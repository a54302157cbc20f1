"""The monthly report of 50 clinicians and a million sessions, from columns to the PDF file."""

from __future__ import annotations

from time import perf_counter

import pytest

from fit.reports.service_report import service_report
from tests.fit.reports.services import a_report, some_cells, some_episodes

CLINICIANS, SESSIONS = 50, 1_000_000
LIMIT_S = 5.0
SIMULATED = 5_000


@pytest.fixture(scope="module")
def episodes():
    """About a million sessions: the simulated clients again and again, each time of other clients."""
    once = some_episodes(SIMULATED, CLINICIANS)
    return some_episodes(SIMULATED, CLINICIANS, times=-(-SESSIONS // int(once.sessions.sum())))


def test_the_report_of_a_million_sessions(benchmark, say, episodes):
    cells = some_cells(CLINICIANS, SESSIONS)

    def whole():
        begun = perf_counter()
        report = a_report(episodes, cells, CLINICIANS)
        figured = perf_counter()
        return service_report(report), figured - begun, perf_counter() - figured

    pdf, figures, drawing = benchmark.pedantic(whole, rounds=3)
    assert int(episodes.sessions.sum()) >= SESSIONS
    say(
        f"service report, {CLINICIANS} clinicians, {int(episodes.sessions.sum()):,} sessions of {episodes.count:,} "
        f"episodes: figures {figures:.2f} s, drawing {drawing:.2f} s, {len(pdf) / 1000:.0f} kB"
    )
    assert benchmark.stats.stats.max < LIMIT_S
