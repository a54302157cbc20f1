"""Compressing what goes to a tablet: every byte counts on a slow line."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING, Final

import brotli

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["QUICK", "best_for", "compressed"]


QUICK: Final = 5
"""Brotli's effort for a page that is made for one request: a millisecond, and still smaller than gzip."""
THOROUGH: Final = 11


def compressed(plain: bytes, effort: int = THOROUGH) -> Mapping[str, bytes]:
    """Compress in every way that browsers take, the smallest first."""
    return {"br": brotli.compress(plain, quality=effort), "gzip": gzip.compress(plain, mtime=0)}


def best_for(accepted: str, ways: Mapping[str, bytes]) -> tuple[str, bytes] | None:
    """Choose the first way that the browser says it takes; None when it takes none."""
    taken = {part.partition(";")[0].strip() for part in accepted.split(",")}
    return next(((name, body) for name, body in ways.items() if name in taken), None)
