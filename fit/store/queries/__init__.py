"""What pages read: plain column rows, one query for a list, none in a loop."""
