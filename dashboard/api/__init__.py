"""Files that signed-in people fetch: each an authorised route of ours, never kept by a browser."""

from dashboard.api import blank_form

__all__ = ["routes"]

routes = [*blank_form.routes]
