"""A recording of 200 MB, sent as the browser of a clinician sends it."""

from __future__ import annotations

import http.client
import struct
from urllib.parse import urlencode

from dashboard.door.identity import COOKIE
from dashboard.door.paths import UPLOAD_RECORDING

SIZE = 200 * 1000 * 1000
"""[bytes] Nearly two hours of a session in mono, uncompressed."""
RATE, SAMPLE = 16_000, 2
PIECE = 1 << 16


def send_recording(server, token, episode, session):
    """Send it and return the status of the answer."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=600)
    where = urlencode({"episode": episode, "session": session})
    headers = {"origin": server.url, "cookie": f"{COOKIE}={token}", "content-length": str(SIZE)}
    connection.request("POST", f"{UPLOAD_RECORDING}?{where}", _silence(), headers | {"content-type": "audio/wav"})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status


def _silence():
    head = _wav_head(SIZE - 44)
    yield head
    left = SIZE - len(head)
    while left:
        yield bytes(min(PIECE, left))
        left -= min(PIECE, left)


def _wav_head(size):
    """The 44 bytes before the samples: RIFF, PCM, one channel."""
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, RATE, RATE * SAMPLE, SAMPLE, 8 * SAMPLE)
    return struct.pack("<4sI4s", b"RIFF", 36 + size, b"WAVE") + form + struct.pack("<4sI", b"data", size)
