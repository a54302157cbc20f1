"""The languages that a client can read: one folder each, with its own name, its direction and its catalogue."""

from dashboard.locale._catalogues import said, says
from dashboard.locale._dates import spoken_date
from dashboard.locale._languages import FALLBACK, Language, is_known, languages, spoken

__all__ = ["FALLBACK", "Language", "is_known", "languages", "said", "says", "spoken", "spoken_date"]
