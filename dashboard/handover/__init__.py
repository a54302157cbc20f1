"""What the client holds: plain pages under /k/<token>, which reach nothing else of the clinic."""

from dashboard.handover.routes import routes

__all__ = ["routes"]
