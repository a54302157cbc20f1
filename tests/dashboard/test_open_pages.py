"""A session that has ended is dead in the pages that are still open: in the whole page, a fragment, a callback."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus

from dashboard.door.frame_guard import SESSION_ENDED
from tests.dashboard.serving.open_page import close_code, open_page
from tests.dashboard.serving.probe_failing import WORDS
from tests.dashboard.serving.probe_page import PART, WHOLE
from tests.dashboard.serving.running import running_server
from tests.dashboard.serving.small_clinic import CLINICIAN, COLLEAGUE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.dashboard.serving.open_page import Drawn, OpenPage
    from tests.dashboard.serving.running import RunningServer
    from tests.dashboard.serving.small_clinic import SmallClinic


@pytest.fixture(scope="module")
def probe(small_clinic: SmallClinic, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    folder = tmp_path_factory.mktemp("probe") / "clinic"
    shutil.copytree(small_clinic.folder, folder)
    with running_server(folder, command=(sys.executable, "-m", "tests.dashboard.serving.probe")) as server:
        yield server


@pytest.fixture
def token(probe: RunningServer) -> str:
    return probe.sign_in(CLINICIAN)


def end_session(probe: RunningServer, token: str) -> None:
    """End the session in the database, from another device."""
    assert probe.post("/session/sign-out", {}, token=token).status == 303


def callbacks_run(probe: RunningServer) -> int:
    noted = probe.folder / "callbacks.txt"
    return len(noted.read_text().splitlines()) if noted.exists() else 0


def assert_dead(page: OpenPage, drawn: Drawn, what: str) -> None:
    with pytest.raises(ConnectionClosed) as closed:
        page.run() if what == "whole page" else page.click(drawn, what)
    assert close_code(closed.value) == SESSION_ENDED


def test_a_living_page_answers_in_all_three_ways(probe: RunningServer, token: str) -> None:
    with open_page(probe, token) as page:
        drawn = page.run()
        assert drawn.headings == [WHOLE]
        assert PART in page.click(drawn, "Fragment").raw
        before = callbacks_run(probe)
        page.click(drawn, "Callback")
        assert callbacks_run(probe) == before + 1


@pytest.mark.parametrize("what", ["whole page", "Fragment", "Callback"])
def test_after_the_session_has_ended_an_open_page_gets_nothing(probe: RunningServer, token: str, what: str) -> None:
    with open_page(probe, token) as page:
        drawn = page.run()
        before = callbacks_run(probe)
        end_session(probe, token)
        assert_dead(page, drawn, what)
        assert callbacks_run(probe) == before


def test_the_other_open_pages_of_a_browser_are_led_to_the_sign_in_when_it_signs_out(
    probe: RunningServer, token: str
) -> None:
    with (
        open_page(probe, token) as one,
        open_page(probe, token) as other,
        open_page(probe, probe.sign_in(COLLEAGUE)) as third,
    ):
        for page in (one, other, third):
            page.run()
        end_session(probe, token)
        for page in (one, other):
            last, code = page.until_closed()
            assert last.auth_redirect.url == "/session/sign-in"
            assert code == SESSION_ENDED
        assert third.run().headings == [WHOLE]


def test_an_ended_session_opens_no_page(probe: RunningServer, token: str) -> None:
    end_session(probe, token)
    with pytest.raises(InvalidStatus, match="403"), open_page(probe, token):
        pass


@pytest.mark.parametrize("token", ["", "made-up", "0000000000000.made-up"])
def test_without_a_session_no_socket_opens(probe: RunningServer, token: str) -> None:
    with pytest.raises(InvalidStatus, match="403"), open_page(probe, token):
        pass


def test_a_page_of_another_site_opens_no_socket(probe: RunningServer, token: str) -> None:
    with pytest.raises(InvalidStatus, match="403"), open_page(probe, token, origin="https://elsewhere.example"):
        pass


def test_a_reconnect_continues_the_page_of_the_same_session(probe: RunningServer, token: str) -> None:
    with open_page(probe, token) as page:
        session_id = page.run().session_id
    with open_page(probe, token, session_id=session_id) as page:
        assert "looks 2 by Clinician One" in page.run().raw


def test_another_person_never_continues_a_page(probe: RunningServer, token: str) -> None:
    with open_page(probe, token) as page:
        session_id = page.run().session_id
    with open_page(probe, probe.sign_in(COLLEAGUE), session_id=session_id) as page:
        assert "looks 1 by Clinician Two" in page.run().raw


def test_the_same_person_signed_in_again_begins_afresh(probe: RunningServer, token: str) -> None:
    with open_page(probe, token) as page:
        session_id = page.run().session_id
    with open_page(probe, probe.sign_in(CLINICIAN), session_id=session_id) as page:
        assert "looks 1 by Clinician One" in page.run().raw


def test_a_failing_page_says_so_and_neither_screen_nor_log_has_the_words(probe: RunningServer, token: str) -> None:
    with open_page(probe, token) as page:
        drawn = page.run("failing")
    assert "Something went wrong on this page" in drawn.raw
    assert WORDS not in drawn.raw
    log = probe.log.read_text()
    assert "page failed" in log
    assert "ValueError" in log
    assert WORDS not in log


def test_the_log_holds_no_token_and_no_name(probe: RunningServer, token: str) -> None:
    with open_page(probe, token) as page:
        page.run()
    log = probe.log.read_text()
    assert token not in log
    assert CLINICIAN.name not in log
    assert CLINICIAN.sign_in_name not in log
