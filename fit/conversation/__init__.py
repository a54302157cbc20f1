"""What a clinician could say today: one file a situation, found by its folder; a clinic's own files beside them.

A file says when it fits (`[[when]]`, one table for each way to come to it; all in one table must hold, and
`fit/conversation/_when.py` lists what can be asked), what the talk is for, two to four sentences to say aloud by age
band (`[say]`), and what to avoid and why. In a sentence, {meeting} stands for "our meeting today" or "our last
meeting", and {lower} for "a little lower", "lower" or "much lower", as the numbers say.
"""

from fit.conversation._about import About
from fit.conversation._prompt import Moment, Prompt, find_prompts
from fit.conversation._registry import situations
from fit.conversation._situation import Situation

__all__ = ["About", "Moment", "Prompt", "Situation", "find_prompts", "situations"]
