"""What a clinician could say today: one file a situation, found by its folder; a clinic's own files beside them.

A file says when it fits (`[[when]]`, one table for each way to come to it; all in one table must hold, and
`fit/conversation/_when.py` lists what can be asked), what the talk is for, two to four sentences to say aloud by age
band (`[say]`), and what to avoid and why.
"""

from fit.conversation._prompt import Moment, Prompt, find_prompts
from fit.conversation._registry import situations
from fit.conversation._situation import Situation

__all__ = ["Moment", "Prompt", "Situation", "find_prompts", "situations"]
