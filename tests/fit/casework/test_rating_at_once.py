"""Several people rate at the same moment: nobody waits for somebody who waits, and nobody counts without the other."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

from sqlalchemy import text

from fit.casework import clinician
from fit.casework._rebuilding import rebuild_all
from fit.ratings import Mode
from tests.fit.casework.world import spread

AT_ONCE, SESSIONS = 4, 10
FIRST = date(2020, 1, 6)


def rate(world, episode, number, session_id, scale):
    clinician.record_in_room(
        world.clinic,
        world.ann,
        episode,
        scale_id=scale,
        answers=spread(scale, 18 + 3 * number),
        mode=Mode.TABLET,
        line_length_px=None,
        calibrated=False,
        idempotency_key=f"{episode}-{number}-{scale}",
        session_id=session_id,
    )


def begin(world, episode, number):
    return clinician.start_session(world.clinic, world.ann, episode, FIRST + timedelta(days=number))


def deadlocks(world):
    with world.clinic.store.read() as connection:
        connection.execute(text("SELECT pg_stat_clear_snapshot()"))
        asked = text("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        return connection.execute(asked).scalar_one()


def test_clients_of_one_clinician_in_the_same_weeks(world_on_postgresql):
    world = world_on_postgresql
    episodes = [world.begin(f"C-{number}") for number in range(AT_ONCE)]

    def one(episode):
        for number in range(SESSIONS):
            held = begin(world, episode, number)
            for scale in ("ors", "srs"):
                rate(world, episode, number, held, scale)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(one, episodes))
    assert deadlocks(world) == 0
    assert rebuild_all(world.clinic).wrong == 0


def test_two_scales_of_one_session(either):
    episode = either.begin("C-1")
    for number in range(SESSIONS):
        held = begin(either, episode, number)
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(lambda scale: rate(either, episode, number, held, scale), ("ors", "srs")))  # noqa: B023
    assert rebuild_all(either.clinic).wrong == 0
