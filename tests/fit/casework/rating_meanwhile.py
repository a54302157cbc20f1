"""A clinic that rates without a pause, as another process; every rating is told to the parent when it is acknowledged.

    python -m tests.fit.casework.rating_meanwhile FOLDER [DATABASE_URL]

Prints a line `ready`, then for each acknowledged rating its session's episode, until its standard input is closed.
"""

from __future__ import annotations

import sys
import threading
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from fit.casework import Actor, Role, Settings, clinician, open_clinic
from fit.ratings import Mode
from tests.fit.casework.world import spread

WRITERS = 4
FIRST = date(2020, 1, 1)
"""Sessions of one client a day, from here on."""


def main():
    folder, url, actor_id, clinic_id, *episodes = sys.argv[1:]
    clinic = open_clinic(Settings(folder=Path(folder), database_url=url))
    actor = Actor(user_id=actor_id, clinic_id=clinic_id, role=Role.CLINICIAN, name="Ann")
    stop, saying = threading.Event(), threading.Lock()

    def rate(mine):
        number = 0
        while not stop.is_set():
            episode = mine[number % len(mine)]
            number += 1
            session = clinician.start_session(clinic, actor, episode, FIRST + timedelta(days=number))
            for scale in ("ors", "srs"):
                began = time.perf_counter()
                clinician.record_in_room(
                    clinic,
                    actor,
                    episode,
                    scale_id=scale,
                    answers=spread(scale, 20 + number % 15),
                    mode=Mode.TABLET,
                    line_length_px=378.0,
                    calibrated=False,
                    idempotency_key=f"{episode}-{number}-{scale}",
                    session_id=session,
                )
                took = time.perf_counter() - began
                with saying:
                    sys.stdout.write(f"{datetime.now(UTC).isoformat()} {episode}-{number}-{scale} {took:.4f}\n")
                    sys.stdout.flush()

    threads = [threading.Thread(target=rate, args=(episodes[place::WRITERS],)) for place in range(WRITERS)]
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    for thread in threads:
        thread.start()
    sys.stdin.read()
    stop.set()
    for thread in threads:
        thread.join()
    clinic.close()


if __name__ == "__main__":
    main()
