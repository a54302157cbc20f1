"""Signing in and out: pages and routes under /session/, and who is behind a Streamlit page."""

from __future__ import annotations
