"""Signs that a client may be moving away or against: one marker a file, found by this folder.

None of them says that a rupture happened. Names as in the Rupture Resolution Rating System (Eubanks, Muran and Safran
2015); definitions, phrases and examples are our own.
"""

from fit.dialogue.markers._marker import Hit, Marker, Scene
from fit.dialogue.markers._registry import markers

__all__ = ["Hit", "Marker", "Scene", "markers"]
