"""Stories as fixtures."""

from __future__ import annotations

import sys
from types import ModuleType

import pytest

from tests.fit.store.watching import end_watch, watch
from tests.fit.stories import rule_ids, story, verdicts


@pytest.fixture(autouse=True, scope="session")
def watched():
    """No statement that these tests bring about would need all machines at once, were the tables spread by clinic."""
    watch()
    yield
    end_watch()


@pytest.fixture
def new_processes(monkeypatch):
    """Let other processes begin as they do outside of tests.

    A page that was tried in this process before leaves its script as the main module, which they would run.
    """
    monkeypatch.setitem(sys.modules, "__main__", ModuleType("__main__"))


@pytest.fixture
def assessed():
    """Assess one episode told as a story; band and policy by name."""

    def one(ors=(), srs=(), *, by="icce", band="adult", curves=None, **more):
        return verdicts(story(ors, srs, **more), by=by, curves=curves, bands={"E": band}).episode(0)

    return one


@pytest.fixture
def assess_rows():
    """Assess rows of several episodes, scales and informants."""
    return verdicts


@pytest.fixture
def spoken():
    """Rule ids that speak at each session: {session: {rule, ...}}."""

    def by_session(one):
        sessions = {signal.session for signal in one.signals}
        return {session: rule_ids(one.signals_at(session)) for session in sessions}

    return by_session
