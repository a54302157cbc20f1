"""Where a request ends is said once: who says it twice, or in two ways, gets no answer to a second, hidden request."""

from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.dashboard.serving.running import RunningServer

HIDDEN = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
BODY = b"0\r\n\r\n" + HIDDEN
WELL = b'{"status":"ok"}'
LENGTH, CHUNKED = b"Content-Length: %d" % len(BODY), b"Transfer-Encoding: chunked"
IN_TWO_WAYS = {
    "a length and chunks": [LENGTH, CHUNKED],
    "chunks and a length": [CHUNKED, LENGTH],
    "two lengths": [b"Content-Length: 5", LENGTH],
    "two lengths in one line": [b"Content-Length: 5, %d" % len(BODY)],
    "a length with a sign": [b"Content-Length: +%d" % len(BODY)],
    "a length that is no number": [b"Content-Length: 0x%x" % len(BODY)],
    "chunks twice": [CHUNKED, CHUNKED, LENGTH],
    "chunks that are not the last coding": [b"Transfer-Encoding: chunked, identity", LENGTH],
    "a coding that nobody knows": [b"Transfer-Encoding: xchunked", LENGTH],
    "a space before the colon": [b"Transfer-Encoding : chunked", LENGTH],
    "a folded line": [LENGTH, b"X-Odd: a\r\n Transfer-Encoding: chunked"],
    "a bare line feed": [LENGTH, b"X-Odd: a\nTransfer-Encoding: chunked"],
    "NUL in a value": [LENGTH, b"Transfer-Encoding: chunked\0"],
}


def answers(server: RunningServer, *lines: bytes, body: bytes = BODY) -> bytes:
    """Send one request as it is, and return all that comes back until the server hangs up or falls silent."""
    head = [
        b"POST /session/sign-in HTTP/1.1",
        b"Host: " + server.url.removeprefix("http://").encode(),
        b"Origin: " + server.url.encode(),
        *lines,
    ]
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as raw:
        raw.sendall(b"\r\n".join(head) + b"\r\n\r\n" + body)
        raw.settimeout(5)
        got = b""
        try:
            while piece := raw.recv(65536):
                got += piece
        except TimeoutError:
            pass
    return got


def test_one_request_after_the_other_on_one_connection_is_answered(server: RunningServer) -> None:
    got = answers(server, b"Content-Length: 0", body=HIDDEN)
    assert got.count(b"HTTP/1.1 ") == 2
    assert WELL in got, "else the test below would prove nothing"


@pytest.mark.parametrize("said", IN_TWO_WAYS)
def test_a_request_that_says_in_two_ways_where_it_ends_hides_no_other(server: RunningServer, said: str) -> None:
    got = answers(server, *IN_TWO_WAYS[said])
    assert WELL not in got
    assert got.count(b"HTTP/1.1 ") <= 1
    # a folded line is part of the one before it: this one has a length and nothing else
    assert got.startswith(b"HTTP/1.1 400 ") or said == "a folded line"
