"""A server that is told to end: who was let in before is answered, also when the question comes a moment later."""

from __future__ import annotations

import http.client
import shutil
import socket
import time

import pytest

from tests.dashboard.serving.running import running_server

LIMIT_S = 30


@pytest.fixture(scope="module")
def ending(small_clinic, tmp_path_factory):
    folder = tmp_path_factory.mktemp("ending") / "clinic"
    shutil.copytree(small_clinic.folder, folder)
    with running_server(folder) as running:
        yield running


def test_a_connection_that_was_taken_is_heard_and_no_other_is_taken(ending):
    waiting = [http.client.HTTPConnection("127.0.0.1", ending.port, timeout=LIMIT_S) for _ in range(5)]
    for one in waiting:
        one.connect()
    ending.process.terminate()
    until_nobody_is_let_in(ending.port)
    for one in waiting:
        one.request("GET", "/healthz")
    answers = [one.getresponse() for one in waiting]
    assert [(one.status, one.read()) for one in answers] == [(200, b'{"status":"ok"}')] * len(waiting)
    for one in waiting:
        one.close()
    assert ending.process.wait(LIMIT_S) in {0, -15}


def until_nobody_is_let_in(port):
    until = time.monotonic() + LIMIT_S
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=LIMIT_S).close()
        except ConnectionRefusedError:
            return
        time.sleep(0.005)
    raise AssertionError("it lets everybody in")
