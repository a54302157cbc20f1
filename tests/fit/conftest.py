"""Stories as fixtures."""

from __future__ import annotations

import pytest

from tests.fit.stories import rule_ids, story, verdicts


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
