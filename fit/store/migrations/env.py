"""How Alembic gets at the database: through the connection it is given, in that connection's transaction."""

from __future__ import annotations

from alembic import context

from fit.store.tables import Base

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
    compare_type=True,
)
context.run_migrations()
