"""Scenes to practise a repair with, in our own words: one TOML file a scene, found by this folder.

`docs/rehearsal.md` says how a scene is written. The client's lines and the offered answers are in English.
"""
