"""The form in all its kinds, as a server would describe it; Arabic words are our own, for these tests."""

from __future__ import annotations

from typing import Any

from dashboard.components.form_words import form_content, form_words
from fit.scales import AgeBand, scale

FACES = ("very_happy", "happy", "so_so", "sad", "very_sad")
CRISIS = ("Please tell somebody now", "You do not have to carry it alone.\nCall somebody you trust.")
ARABIC = {
    "send": "إرسال إجاباتي",
    "unmarked": "لم توضع علامة بعد",
    "mark_hint": "هذا الخط ما زال ينتظر علامتك.",
    "choose_hint": "هذا السؤال ما زال ينتظر إجابتك.",
    "still_waiting": "نظرة أخرى: ما زال هناك شيء مفتوح.",
    "tools": "مساعدة القراءة",
    "read_aloud": "قراءة بصوت عال",
    "read_aloud_of": "قراءة بصوت عال: {prompt}",
    "stop_reading": "إيقاف القراءة",
    "larger_text": "نص أكبر",
    "smaller_text": "نص أصغر",
    "high_contrast": "تباين أقوى",
    "skip": "أفضل ألا أجيب اليوم",
    "skip_title": "لا بأس بذلك. هل تود أن تقول لماذا؟",
    "skip_did_not_want": "لا أريد اليوم",
    "skip_no_time": "لا يوجد وقت",
    "skip_other": "سبب آخر",
    "skip_back": "العودة إلى النموذج",
    "crisis_go_on": "لقد قرأت هذا",
    "positions": [
        "عند الطرف تماما: {low}",
        "قريب جدا من: {low}",
        "أقرب إلى: {low}",
        "أقرب قليلا إلى: {low}",
        "في الوسط",
        "أقرب قليلا إلى: {high}",
        "أقرب إلى: {high}",
        "قريب جدا من: {high}",
        "عند الطرف تماما: {high}",
    ],
}
PROMPTS = ("حالي أنا في نفسي", "حالي مع المقربين مني", "حياتي اليومية", "حياتي كلها الآن")
LOW, HIGH = "صعب جدا", "جيد جدا"


def content_of(
    scale_id: str = "ors", *, language: str = "en", child: bool = False, skip: bool = True, **more: Any
) -> dict[str, Any]:
    """Describe a scale; `faces` is a scale of five faces, which is none of those that ship."""
    crisis = CRISIS if scale_id == "phq9" else None
    band = AgeBand.CHILD if child else AgeBand.ADULT
    shown = scale("cors" if scale_id == "faces" else scale_id)
    content = form_content(shown, "en", age_band=band, crisis=crisis) | {"language": language, "skip": skip, **more}
    if scale_id == "faces":
        content["items"] = [_faces()]
    return _in_arabic(content) if language == "ar" else content


def _faces() -> dict[str, Any]:
    words = form_words("en")
    faces = [{"id": name, "text": words[f"face_{name}"]} for name in FACES]
    return {"id": "today", "prompt": words["ask_faces"], "low": "", "high": "", "faces": faces}


def _in_arabic(content: dict[str, Any]) -> dict[str, Any]:
    items = [
        item | {"prompt": PROMPTS[index % 4], "low": LOW, "high": HIGH} for index, item in enumerate(content["items"])
    ]
    words = content["words"] | ARABIC
    return content | {"language": "ar", "direction": "rtl", "items": items, "words": words}
