"""Many large files of one person at once: the server's memory stays where it is, and the others go on."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard.door.identity import COOKIE
from dashboard.door.upload_limit import MOST_OF_ONE
from tests.dashboard.serving.open_page import open_page
from tests.dashboard.serving.small_clinic import CLINICIAN, COLLEAGUE

if TYPE_CHECKING:
    from tests.dashboard.serving.running import Reply, RunningServer

MB = 1 << 20
FILE_MB = 31
AT_ONCE = 16
"""Together 496 MB: without a limit all of it stays in memory for as long as the page is open."""
ROOM_MB = 2 * (MOST_OF_ONE // MB)
"""What is held, and as much again while the last files are put together."""
BOUNDARY = "0f1e2d3c4b5a6978"
HEAD = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="t.txt"; filename="t.txt"\r\n\r\n'.encode()
BODY = HEAD + b"x" * (FILE_MB * MB) + f"\r\n--{BOUNDARY}--\r\n".encode()


def resident_mb(server: RunningServer) -> int:
    status = Path(f"/proc/{server.process.pid}/status").read_text("utf-8")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) // 1024


def highest(server: RunningServer, stop: threading.Event) -> int:
    most = 0
    while not stop.wait(0.02):
        most = max(most, resident_mb(server))
    return most


def send(server: RunningServer, token: str, page: str, name: str, method: str = "PUT") -> Reply:
    """Send a file to a page as Streamlit's own script does."""
    given = server.fetch("/_stcore/health", token=token).cookies["_streamlit_xsrf"]
    headers = {
        "origin": server.url,
        "cookie": f"{COOKIE}={token}; _streamlit_xsrf={given}",
        "x-xsrftoken": given,
        "content-type": f"multipart/form-data; boundary={BOUNDARY}",
    }
    return server.fetch(f"/_stcore/upload_file/{page}/{name}", method, headers=headers, body=BODY)


def test_one_person_cannot_fill_the_memory_with_uploads(server: RunningServer) -> None:
    token, other = server.sign_in(CLINICIAN), server.sign_in(COLLEAGUE)
    with open_page(server, token) as page, open_page(server, other) as theirs:
        own, foreign = page.run("account").session_id, theirs.run("account").session_id
        before, stop = resident_mb(server), threading.Event()
        with ThreadPoolExecutor(AT_ONCE + 1) as pool:
            watched = pool.submit(highest, server, stop)
            try:
                answers = list(pool.map(lambda number: send(server, token, own, f"f{number}"), range(AT_ONCE)))
            finally:
                stop.set()
            grown = watched.result() - before
        statuses = sorted(reply.status for reply in answers)
        assert statuses.count(204) == MOST_OF_ONE // (FILE_MB * MB) == 4, statuses
        assert set(statuses) == {204, 429}
        refused = next(reply for reply in answers if reply.status == 429)
        assert b"Close the pages on which you chose them" in refused.body
        assert grown < ROOM_MB, f"{grown} MB"
        # the others go on, and so does who takes one of theirs away
        assert send(server, other, foreign, "f1").status == 204
        kept = [number for number, reply in enumerate(answers) if reply.status == 204]
        assert send(server, token, own, f"f{kept[0]}", "DELETE").status == 204
        assert send(server, token, own, "one-more").status == 204
        assert send(server, token, own, "too-many").status == 429
    # and when the page is closed, there is room again
    with open_page(server, token) as page:
        assert send(server, token, page.run("account").session_id, "again").status == 204
