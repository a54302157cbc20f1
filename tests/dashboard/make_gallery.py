"""Makes the gallery of all client screens in every language and size for docs/client_screens.md: `make gallery`."""

from __future__ import annotations

import shutil
import tempfile
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PIL import Image, ImageDraw, ImageFont
from playwright.sync_api import sync_playwright

from dashboard.clinic import use_clinic
from dashboard.locale import languages
from tests.dashboard.conftest import CHROMIUM_ARGUMENTS, CHROMIUM_NAMES
from tests.dashboard.handover.served import opened
from tests.dashboard.handover.walk import Walk
from tests.dashboard.serving.small_clinic import make_small_clinic

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PICTURES: Final = Path(__file__).parents[2] / "docs" / "pictures" / "client"
SIZES: Final = {"phone": (390, 844), "upright": (768, 1024), "across": (1024, 690)}
COLUMNS: Final = {"phone": 9, "upright": 6, "across": 5}
SMALLER: Final = 0.5
GAP, CAPTION = 16, 26
PAPER, INK = "#f1ece4", "#1f2a2e"
QUALITY: Final = 60


def main() -> None:
    """Walk through all screens in each language and size, and put the pictures of each walk on one sheet."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    executable = next(filter(None, map(shutil.which, CHROMIUM_NAMES)))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=CHROMIUM_ARGUMENTS)
        for language in languages():
            for name in SIZES:
                sheet(walked(browser, language, SIZES[name]), name).save(
                    PICTURES / f"{language}-{name}.webp", quality=QUALITY, method=6
                )
        browser.close()


def walked(browser: Browser, language: str, size: tuple[int, int]) -> dict[str, Image.Image]:
    """Take a picture of each screen, by its name."""
    pictures: dict[str, Image.Image] = {}

    def look(name: str, page: Page) -> None:
        picture = Image.open(BytesIO(page.screenshot())).convert("RGB")
        pictures[name] = picture.resize((round(size[0] * SMALLER), round(size[1] * SMALLER)), Image.Resampling.LANCZOS)

    with tempfile.TemporaryDirectory() as folder:
        small = make_small_clinic(Path(folder) / "small")
        with opened(small, Path(folder) / "clinic") as served, use_clinic(served.clinic):
            served.start()
            try:
                Walk(browser=browser, served=served, language=language, size=size, look=look).all()
            finally:
                served.stop()
    return pictures


def sheet(pictures: dict[str, Image.Image], name: str) -> Image.Image:
    """Put pictures in rows, each with its name below."""
    columns = COLUMNS[name]
    width, height = next(iter(pictures.values())).size
    rows = -(-len(pictures) // columns)
    paper = Image.new("RGB", (GAP + columns * (width + GAP), GAP + rows * (height + CAPTION + GAP)), PAPER)
    draw, font = ImageDraw.Draw(paper), ImageFont.load_default(15)
    for place, (caption, picture) in enumerate(pictures.items()):
        left = GAP + place % columns * (width + GAP)
        top = GAP + place // columns * (height + CAPTION + GAP)
        paper.paste(picture, (left, top))
        draw.text((left, top + height + 5), caption, INK, font)
    return paper


if __name__ == "__main__":
    main()
