"""A stretch of a session whose sound is kept: it can be heard where its words stand, from where it begins."""

from __future__ import annotations

import shutil
from datetime import date

import pytest
from playwright.sync_api import expect

from dashboard.door.identity import COOKIE
from fit.casework import Settings, access, clinician, open_clinic
from fit.casework.views import ConsentKind
from tests.dashboard.serving.running import running_server
from tests.dashboard.serving.small_clinic import CLINICIAN, OWN, PASSPHRASE
from tests.fit.casework.sounds import recorded, wav
from tests.fit.casework.talks import ROLES

pytestmark = pytest.mark.browser
LIMIT_MS = 60_000
SECONDS = 30
TALK = ("It was all right.", "Shall we look at it?", "To be honest this isn't helping me, and you don't listen to me.")


@pytest.fixture
def kept(small_clinic, tmp_path):
    """A clinic that keeps sound, and a session of which it has half a minute."""
    folder, episode = tmp_path / "clinic", small_clinic.episodes[OWN]
    shutil.copytree(small_clinic.folder, folder)
    clinic = open_clinic(Settings(folder=folder, keep_recordings=True))
    actor = access.sign_in(clinic, CLINICIAN.sign_in_name, PASSPHRASE, source="test").actor
    for kind in (ConsentKind.RECORDING, ConsentKind.TRANSCRIPT):
        clinician.record_consent(clinic, actor, episode, kind=kind, given_on=date(2026, 1, 10))
    session = clinician.open_client(clinic, actor, episode).sessions[-1].session_id
    written = recorded(clinic, actor, episode, session, *TALK, sound=wav(SECONDS))
    clinician.take_written(clinic, actor, episode, written, roles=ROLES, keep=True)
    excerpt = clinician.open_reading(clinic, actor, episode, session).excerpts[0]
    clinic.close()
    return folder, episode, session, excerpt


def test_a_stretch_is_heard_from_where_it_begins(browser, kept):
    folder, episode, session, excerpt = kept
    with running_server(folder, MENDLINE_KEEP_RECORDINGS="1") as served:
        context = browser.new_context(base_url=served.url)
        context.add_cookies([{"name": COOKIE, "value": served.token(CLINICIAN), "url": served.url}])
        page = context.new_page()
        page.set_default_timeout(LIMIT_MS)
        expect.set_options(timeout=LIMIT_MS)
        page.goto(f"/reading?episode={episode}&session={session}")
        page.get_by_role("button", name="Show what was said").click()
        sound = page.get_by_label("This stretch")
        expect(sound).to_be_visible()
        heard = sound.evaluate(
            """(audio) => new Promise((done, failed) => {
                audio.onerror = () => failed(new Error("the sound cannot be played"));
                audio.oncanplay = () => done([audio.currentTime, audio.duration]);
                audio.load();
            })"""
        )
        assert heard == [pytest.approx(excerpt.start / 1_000, abs=0.1), pytest.approx(SECONDS, abs=0.1)]
        context.close()
