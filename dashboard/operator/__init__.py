"""For the operator alone: whether this process is ready, and figures of its work, on an address of their own."""
