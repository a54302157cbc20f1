"""Everything a client can read on the form, in English: plain, warm, short; no numbers, no jargon.

One entry a text, by a name that says where it stands. Catalogues translate these (see dashboard/locale); what stands
in a scale's file or in a wording pack is not here.
"""

from __future__ import annotations

from typing import Final

__all__ = ["POSITIONS", "WORDS"]

POSITIONS: Final = (
    "right at the end: {low}",
    "very close to: {low}",
    "nearer to: {low}",
    "a little nearer to: {low}",
    "in the middle",
    "a little nearer to: {high}",
    "nearer to: {high}",
    "very close to: {high}",
    "right at the end: {high}",
)
"""What a screen reader says of a mark, from one end of the line to the other."""

WORDS: Final = {
    # the form
    "page_title": "A short form",
    "ask_outcome": "How has the past week been for you?",
    "ask_outcome_about_child": "How has your child's past week been?",
    "ask_outcome_by_teacher": "How has this pupil's past week been?",
    "ask_outcome_child": "How was your week?",
    "ask_alliance": "How was today for you?",
    "ask_alliance_child": "How was it here today?",
    "ask_alliance_group": "How was the group today for you?",
    "ask_faces": "Which face is like you today?",
    "how_line": "Touch each line where it feels right. You can still change it.",
    "how_line_child": "Touch each line where it fits. You can change it.",
    "how_choice": "Choose what fits you best. You can still change it.",
    "how_faces": "Touch one face. You can change it.",
    "neutral": "Neutral wording, not the licensed form.",
    "not_translated": "This form is not here in your language yet. It is shown in English.",
    "send": "Send my answers",
    "next": "Continue",
    "unmarked": "not marked yet",
    "mark_hint": "This line is still waiting for your mark.",
    "choose_hint": "This question is still waiting for your answer.",
    "still_waiting": "One more look: something is still open.",
    "offline": "No connection just now. Your marks are saved on this tablet.",
    "sending": "Sending your answers …",
    # tools that anybody may need
    "tools": "Reading help",
    "read_aloud": "Read aloud",
    "read_aloud_of": "Read aloud: {prompt}",
    "stop_reading": "Stop reading",
    "larger_text": "Larger text",
    "smaller_text": "Smaller text",
    "high_contrast": "Stronger contrast",
    # skipping
    "skip": "I would rather not answer today",
    "skip_title": "That is quite all right. Would you like to say why?",
    "skip_did_not_want": "I do not want to today",
    "skip_no_time": "There is no time",
    "skip_other": "Another reason",
    "skip_back": "Back to the form",
    "skipped_title": "That is all right",
    "skipped": "Nothing was filled in. You can talk about it with your clinician, or not.",
    # afterwards
    "waiting_title": "Saved on this tablet",
    "waiting": "Your answers are safe. They will be sent by themselves as soon as the connection is back. "
    "You do not need to do anything.",
    "thanks_title": "Thank you",
    "thanks": "Your answers have arrived. You can give the tablet back now.",
    "thanks_own_device": "Your answers have arrived. You can close this page now.",
    "thanks_in_room": "Your answers have arrived.",
    "closed_title": "Please give the tablet back",
    "closed": "This form is closed. You do not need to do anything else. Your clinician will help you.",
    "closed_own_device_title": "This form is closed",
    "closed_own_device": "You do not need to do anything else. If you expected a form here, please ask your clinician.",
    "elsewhere_title": "This form is open on another device",
    "elsewhere": "It can be filled in only where it was opened first. Please ask your clinician for a new one.",
    "not_sent": "Your answers could not be sent, because this form is closed. Please tell your clinician.",
    "crisis_title": "Please tell your clinician now",
    "crisis": "Thank you for saying this. You do not have to carry it alone. Please talk about it with your clinician "
    "today. If you are on your own and might hurt yourself, call your local emergency number.",
    "crisis_go_on": "I have read this",
    # several people, one tablet
    "turn_title": "Now it is the turn of {who}",
    "turn": "Please give the tablet to {who}. Nobody sees what the others have marked.",
    "turn_begin": "This is me: begin",
    # another device: a link, a picture to scan, six digits
    "begin_title": "A short form is waiting for you",
    "begin": "It takes a minute. Nobody but your clinician sees your answers.",
    "begin_button": "Open the form",
    "word_title": "Is it you?",
    "word": "Your initials, or the word you agreed on with your clinician",
    "word_open": "Open the form",
    "word_wrong": "That did not fit. Please try once more, or ask your clinician.",
    "word_wait": "That was tried too often. Please wait a few minutes, or ask your clinician.",
    "code_title": "Enter your code",
    "code": "The six digits that your clinician shows you",
    "code_open": "Open the form",
    "code_wrong": "There is no form with this code. Please look again, or ask for a new one.",
    "code_wait": "That was tried too often. Please wait a few minutes, or ask your clinician.",
    # after a long pause
    "idle_title": "Please call your clinician",
    "idle": "The form is put away for now. Nothing is lost.",
    "idle_own_title": "Are you still there?",
    "idle_own": "The form is hidden for now. Nothing is lost.",
    "idle_continue": "Continue",
    # the clinician takes the tablet back
    "for_clinician": "For the clinician",
    "pin_title": "Take the tablet back",
    "pin": "Your PIN",
    "pin_open": "Open",
    "pin_resume": "Back to the form",
    "pin_erase": "Erase",
    "pin_back": "Back",
    "pin_wrong": "That PIN did not fit. Please try once more.",
    "pin_wait": "Too many tries. Please wait a moment, then try again.",
    "pin_locked": "This PIN opens nothing here any more. Please sign in again.",
    "pin_offline": "No connection just now. Please try again in a moment.",
    "sign_in": "Sign in again",
    "no_script": "This form needs JavaScript. Please give the tablet back to your clinician.",
    "waits_title": "Please give the tablet to your client",
    # looking at it together
    "together_title": "Your own line so far",
    "together_outcome": "How life has been",
    "together_alliance": "How our sessions have been",
    "together_first": "This is your first mark. The line begins here.",
    "together_up": "Your last mark is higher than the one before.",
    "together_down": "Your last mark is lower than the one before. Shall we talk about what made it so?",
    "together_same": "Your last mark is about where the one before was.",
    "together_ask": "Does this picture fit how it feels to you?",
    "together_today": "today",
    "together_session": "session",
    "together_high": "going well",
    "together_low": "going badly",
    "together_cutoff": "Above the dotted line, many people manage well without extra help.",
}
