"""Makes the pictures of the README from the demo clinic: `make pictures`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from fit.casework.demo import PASSPHRASE
from tests.dashboard.conftest import CHROMIUM_ARGUMENTS, CHROMIUM_NAMES
from tests.dashboard.serving.running import free_port

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
DRAWN_S = 3.5
START_LIMIT_S = 90
DESK, TABLET = {"width": 1440, "height": 1000}, {"width": 1024, "height": 768}


def main() -> None:
    """Serve a fresh demo clinic and look at it."""
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "dashboard.cli", "demo", "--port", str(port)]
        server = subprocess.Popen(command, env={**os.environ, "MENDLINE_DATA": f"{folder}/demo"})
        try:
            wait_for(f"http://127.0.0.1:{port}/healthz")
            look(f"http://127.0.0.1:{port}")
        finally:
            server.terminate()
            server.wait(30)


def wait_for(address: str) -> None:
    until = time.monotonic() + START_LIMIT_S
    while time.monotonic() < until:
        try:
            urllib.request.urlopen(address, timeout=2).close()  # noqa: S310 - our own server on loopback
        except OSError:
            time.sleep(0.5)
        else:
            return
    raise TimeoutError(address)


def look(address: str) -> None:
    PICTURES.mkdir(parents=True, exist_ok=True)
    executable = next(filter(None, map(shutil.which, CHROMIUM_NAMES)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=CHROMIUM_ARGUMENTS)
        page = browser.new_context(base_url=address, viewport=DESK, has_touch=True).new_page()
        sign_in(page, "clinician1")
        picture(page, "caseload")
        page.locator("a[href*='client?episode=']").first.click()
        page.get_by_role("figure").first.wait_for()
        picture(page, "client")
        page.set_viewport_size(TABLET)
        page.get_by_role("button", name="Outcome rating").click()
        page.get_by_role("slider").first.wait_for()
        picture(page, "tablet")
        browser.close()


def sign_in(page: Page, name: str) -> None:
    page.goto("/")
    page.get_by_label("Name").fill(name)
    page.get_by_label("Passphrase").fill(PASSPHRASE)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", name="Caseload").wait_for()


def picture(page: Page, name: str) -> None:
    time.sleep(DRAWN_S)
    page.screenshot(path=PICTURES / f"{name}.png")


if __name__ == "__main__":
    main()
