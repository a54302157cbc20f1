"""The client's form inside a Streamlit page: the same script, style and lines as on the tablet."""

from dashboard.components.rating_line._form import form_key, rating_form

__all__ = ["form_key", "rating_form"]
