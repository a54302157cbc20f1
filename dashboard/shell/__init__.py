"""Streamlit's entry script and its settings. Never beside `pages/`: that would open every page to every role."""
