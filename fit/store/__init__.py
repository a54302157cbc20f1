"""The clinic's records: tables, database, audit, and the summaries written with each rating."""
