"""The steps from the first table to today's, in order; Alembic runs them."""
