-- Rights of the account that Mendline works with; the tables belong to another one. docs/deployment.md says when.
-- Run it as mendline_owner, in the database, after the tables were made. Running it again does no harm.

REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO mendline_work;

GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO mendline_work;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO mendline_work;

-- The audit is added to and read. Letting old lines go by the clinic's rule is the owner's.
REVOKE UPDATE, DELETE, TRUNCATE ON audit FROM mendline_work;
REVOKE DELETE, TRUNCATE ON audit_head FROM mendline_work;
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON audit_start FROM mendline_work;
REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON alembic_version FROM mendline_work;

-- Parts of large tables are read one by one when a backup is made; they are written through the whole table alone.
GRANT USAGE ON SCHEMA by_clinic TO mendline_work;
GRANT SELECT ON ALL TABLES IN SCHEMA by_clinic TO mendline_work;
ALTER DEFAULT PRIVILEGES FOR ROLE mendline_owner IN SCHEMA by_clinic GRANT SELECT ON TABLES TO mendline_work;

-- Jobs of background work: no client's data. Made and brought up to date by the owner, put in and taken out by both.
GRANT USAGE ON SCHEMA background TO mendline_work;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA background TO mendline_work;
GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA background TO mendline_work;
ALTER DEFAULT PRIVILEGES FOR ROLE mendline_owner IN SCHEMA background
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO mendline_work;
ALTER DEFAULT PRIVILEGES FOR ROLE mendline_owner IN SCHEMA background GRANT USAGE, SELECT ON SEQUENCES TO mendline_work;

-- Tables that a later version makes
ALTER DEFAULT PRIVILEGES FOR ROLE mendline_owner IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO mendline_work;
