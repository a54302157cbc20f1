"""Writes a text file, whole or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fit.interop._whole_file import whole_file

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["write_text"]


def write_text(path: Path, text: str) -> None:
    """Write a file that appears only when it is complete."""
    with whole_file(path) as file:
        file.write(text.encode("utf-8"))
