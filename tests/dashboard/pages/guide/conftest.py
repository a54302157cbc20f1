"""A client of the story clinic whose session rating fell, and the guide for that session."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from fit.casework import clinician
from fit.repair import Dimension, KindSeen
from tests.dashboard.pages.guide.guiding import MENU


@pytest.fixture
def actor(people):
    return people["clinician.one"]


@pytest.fixture
def strained(clinic, actor, episode_of):
    """The last session of a client whose session rating fell there: episode, session, alert."""
    episode = episode_of("FALLING-ALLIANCE")
    page = clinician.open_client(clinic, actor, episode)
    last = page.sessions[-1]
    alert = next(one for one in page.alerts if one.session_id == last.session_id and one.kind == "alliance")
    return episode, last.session_id, alert.alert_id


@pytest.fixture
def look(signed_in_as, strained):
    def one(*, name="clinician.one", **query):
        signed_in_as(name)
        at = AppTest.from_string(MENU, default_timeout=30)
        for key, value in (query or {"session": strained[1]}).items():
            at.query_params[key] = value
        at.query_params["episode"] = strained[0]
        at.run()
        assert not at.exception, at.exception
        return at

    return one


@pytest.fixture
def drafted(clinic, actor, strained):
    reading = {"kind": KindSeen.WITHDRAWAL, "dimension": Dimension.RELATIONAL_BREACH}
    return clinician.save_reading(clinic, actor, *strained[:2], **reading)


@pytest.fixture
def planned(clinic, actor, drafted):
    return clinician.make_plan(
        clinic,
        actor,
        drafted.plan_id,
        version=drafted.version,
        check_by="The next ratings.",
        agreed_change="less haste",
    )


@pytest.fixture
def talked(clinic, actor, planned):
    return clinician.record_talk(
        clinic, actor, planned.plan_id, version=planned.version, happened="I asked what I had missed."
    )
