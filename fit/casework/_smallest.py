"""How few is too few to be shown to somebody who may see no client."""

from __future__ import annotations

SMALLEST_GROUP = 5
"""A figure about fewer would point at somebody."""
