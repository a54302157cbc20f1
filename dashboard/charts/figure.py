"""A figure as Plotly's own plain description: built of dictionaries, since its objects take ten times as long."""

from __future__ import annotations

from typing import Any, TypeAlias

__all__ = ["Figure", "Shape", "Trace"]

Figure: TypeAlias = dict[str, Any]
"""`data` is a list of traces, `layout` the ground they are drawn on. Plotly checks it when a page draws it."""
Trace: TypeAlias = dict[str, Any]
"""A scatter. `meta`, where it is there, is what its legend says."""
Shape: TypeAlias = dict[str, Any]
