"""A provider of a single sign-on, as a clinic's directory is one: a program of its own on a free port."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from tests.dashboard.serving.running import START_LIMIT_S, STOP_LIMIT_S, free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@contextmanager
def running_provider(log: Path, *people: dict[str, Any]) -> Iterator[str]:
    """Run a provider that knows these people by their claims; yields its issuer."""
    port = free_port()
    known = [word for person in people for word in ("--user-claims", json.dumps(person))]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port), *known],
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    issuer = f"http://127.0.0.1:{port}"
    try:
        _wait(issuer, process, log)
        yield issuer
    finally:
        process.terminate()
        process.wait(STOP_LIMIT_S)


def _wait(issuer: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(START_LIMIT_S * 10):
        if process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{issuer}/.well-known/openid-configuration", timeout=5):  # noqa: S310
                return
        except urllib.error.URLError:
            time.sleep(0.1)
    raise RuntimeError(f"the provider did not start:\n{log.read_text()}")
