"""The answer to a strained alliance: what to say, how it is worded, and what to avoid."""
