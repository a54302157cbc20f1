"""The clinic and the browser of the other tests."""

from tests.dashboard.conftest import browser, small_clinic

__all__ = ["browser", "small_clinic"]
