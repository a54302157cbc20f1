"""PostgreSQL is cut off, started again and failed over under load; the server goes on by itself and loses nothing."""

from __future__ import annotations

import time
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.dashboard.serving.open_page import open_page
from tests.faults.checks import look
from tests.faults.clinicians import press
from tests.faults.cluster import address_of, binaries, primary, standby_of
from tests.faults.ground import make_ground
from tests.faults.killer import STILL_WITHIN_S, load, servers
from tests.faults.ledger import Ledger
from tests.faults.small_disk import fill, small_disk

GOES_ON_WITHIN_S = 40
FULL_FOR_S = 2
TABLETS = 4
FORMS = 60

pytestmark = pytest.mark.skipif(binaries() is None, reason="there is no PostgreSQL here: install postgresql")


class UnderLoad:
    """A served clinic with tablets and clinicians at work."""

    def __init__(self, ground, made, at_work, ledger):
        self.ground, self.made, self.at_work, self.ledger = ground, made, at_work, ledger

    def acknowledges(self, more):
        """Wait until so many more ratings are acknowledged."""
        enough, until = len(self.ledger.acknowledged) + more, time.monotonic() + GOES_ON_WITHIN_S
        while len(self.ledger.acknowledged) < enough:
            assert time.monotonic() < until, self.ledger.answers
            assert self.at_work.is_at_work, "there were no more forms to fill in"
            time.sleep(0.01)

    def was_told(self):
        """Wait until a tablet was told that the database cannot be used."""
        until = time.monotonic() + GOES_ON_WITHIN_S
        while not self.ledger.answers["tablet: 503"]:
            assert time.monotonic() < until, self.ledger.answers
            time.sleep(0.01)

    def is_whole(self):
        self.at_work.gate.close()
        self.at_work.gate.wait_until_still(STILL_WITHIN_S)
        found = look(self.ground.settings, self.ledger)
        assert found.problems == []
        assert found.ratings >= len(self.ledger.acknowledged) > 0


@pytest.fixture
def pair(tmp_path):
    with primary() as first:
        yield first, tmp_path


@contextmanager
def under_load(folder, url):
    """Lay the ground at this address, serve it, and let the load begin."""
    ground, ledger = make_ground(folder / "clinic", url, forms=FORMS, seed=3), Ledger()
    with servers(ground) as made, load(ground, made.server, ledger, tablets=TABLETS, seed=3) as at_work:
        made.begin()
        made.wait_until_it_answers()
        at_work.gate.open()
        yield UnderLoad(ground, made, at_work, ledger)


def test_a_postgresql_that_is_cut_off_and_started_again_loses_nothing_and_the_server_goes_on_by_itself(pair):
    first, folder = pair
    with under_load(folder, address_of(first)) as at_work:
        at_work.acknowledges(5)
        first.kill()
        at_work.was_told()
        first.begin()
        at_work.acknowledges(5)
        # connections that are cut, one by one, while work goes on
        for _ in range(3):
            first.ask("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
            at_work.acknowledges(3)
        at_work.is_whole()


def test_an_open_page_says_so_and_goes_on_when_it_is_tried_again(pair):
    first, folder = pair
    with under_load(folder, address_of(first)) as at_work:
        case, server = at_work.ground.cases[-1], at_work.made.server
        query = f"episode={case.episode}"
        token = server.sign_in(case.holder)
        with open_page(server, token) as page:
            assert page.run("client", query).headings
            first.kill()
            away = page.run("client", query)
            assert "Nothing was saved just now." in away.raw
            first.begin()
            again = press(page, away, "Try again", "client", query, {})
            assert "Nothing was saved just now." not in again.raw
            assert again.headings
        # whoever has no page open yet is answered too, while it is away
        first.kill()
        refused = server.fetch("/client", token=token, headers={"accept": "text/html"})
        assert (refused.status, refused.headers["retry-after"]) == (503, "10")
        first.begin()


@pytest.fixture
def on_a_small_disk():
    """PostgreSQL's account must be able to go there: not where the tests' own folders are."""
    with TemporaryDirectory(prefix="mendline-fault-disk-") as folder:
        Path(folder).chmod(0o755)
        with small_disk(Path(folder) / "disk", 160) as disk, primary(disk) as first:
            yield first, disk / "filler"


def test_a_full_disk_under_postgresql_loses_nothing_and_all_goes_on_when_there_is_room(on_a_small_disk, tmp_path):
    first, filler = on_a_small_disk
    with under_load(tmp_path, address_of(first)) as at_work:
        at_work.acknowledges(5)
        fill(filler)
        at_work.was_told()
        time.sleep(FULL_FOR_S)
        filler.unlink()
        first.begin_again_if_it_ended()
        at_work.acknowledges(5)
        at_work.is_whole()


def test_a_standby_takes_over_and_everything_acknowledged_is_there(pair):
    first, folder = pair
    with standby_of(first) as second, under_load(folder, address_of(first, second)) as at_work:
        at_work.acknowledges(8)
        first.kill()
        at_work.was_told()
        second.promote()
        at_work.acknowledges(8)
        at_work.is_whole()
