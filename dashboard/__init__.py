"""Mendline on screen: the server, its door, the pages, and the command line."""
