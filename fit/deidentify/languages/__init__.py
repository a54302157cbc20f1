"""One file a language: what the rules of de-identification know of it."""
