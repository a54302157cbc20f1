"""The pages: each reads, calls one use case, and draws. Each has one function, `page`."""
