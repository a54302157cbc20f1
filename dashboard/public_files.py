"""The files that anybody may have: Streamlit's bundles, our fonts, style sheets and scripts. No data among them."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from streamlit import file_util

from dashboard.door.compression import StaticFile, files_of
from dashboard.door.paths import PAGE_SHEET, PRINT_SHEET

__all__ = ["index_page", "public_files"]

HERE: Final = Path(__file__).parent
OURS: Final = "/static/mendline/"
STREAMLIT: Final = Path(file_util.get_static_dir())

OUR_FOLDERS: Final = {
    OURS: HERE / "access" / "files",
}
SHEETS: Final = {
    PAGE_SHEET: HERE / "shell" / "style.css",
    PRINT_SHEET: HERE / "shell" / "print.css",
}
"""What every page looks like: fetched once, not sent with every look at a page."""

FONTS: Final = {
    f"{OURS}source-sans.woff2": "SourceSansVF-Upright.*.woff2",
    f"{OURS}source-serif.woff2": "SourceSerifVariable-Roman.*.woff2",
}
"""Streamlit ships them under names that change with releases; our style sheets need names that stay."""


def public_files() -> dict[str, StaticFile]:
    """Return every public file by its address."""
    files = files_of(STREAMLIT / "static", "/static/", immutable=True)
    for address, folder in OUR_FOLDERS.items():
        files |= files_of(folder, address)
    files |= {address: StaticFile(path=path) for address, path in SHEETS.items()}
    return files | {address: _font(pattern) for address, pattern in FONTS.items()}


def index_page() -> str:
    """Return Streamlit's one HTML page, as installed."""
    return (STREAMLIT / "index.html").read_text(encoding="utf-8")


def _font(pattern: str) -> StaticFile:
    return StaticFile(path=next((STREAMLIT / "static" / "media").glob(pattern)))
