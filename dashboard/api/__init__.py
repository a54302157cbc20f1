"""Downloads and programs: every export is a route of ours, authorised and audited by casework."""

from dashboard.api.routes import routes

__all__ = ["routes"]
