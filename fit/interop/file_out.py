"""Writes a file of any kind, whole or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fit.interop._whole_file import whole_file

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["open_file", "write_file"]

open_file = whole_file
"""Write a file in pieces that appears only when it is complete."""


def write_file(path: Path, content: bytes) -> None:
    """Write a file that appears only when it is complete."""
    with whole_file(path) as file:
        file.write(content)
