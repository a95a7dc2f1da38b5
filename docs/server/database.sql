-- The database and its two roles; run once, by the superuser of PostgreSQL:
--   runuser -u postgres -- psql --set=ON_ERROR_STOP=1 --file=docs/server/database.sql
-- placette_owner makes and changes tables (migrate, restore); placette, as which the service works,
-- reads and writes rows, and can neither make nor change nor drop anything.
-- Both log in over the socket as the user of the system with the same name: no password exists.

CREATE ROLE placette_owner LOGIN;
CREATE ROLE placette LOGIN;
CREATE DATABASE placette OWNER placette_owner ENCODING 'UTF8' TEMPLATE template0;
REVOKE ALL ON DATABASE placette FROM PUBLIC;
GRANT CONNECT, TEMPORARY ON DATABASE placette TO placette;

\connect placette
CREATE EXTENSION IF NOT EXISTS postgis;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS unaccent;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT CREATE, USAGE ON SCHEMA public TO placette_owner;
GRANT USAGE ON SCHEMA public TO placette;

-- Every table that a migration or a restore makes from now on may be used by the service at once.
ALTER DEFAULT PRIVILEGES FOR ROLE placette_owner IN SCHEMA public
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO placette;
ALTER DEFAULT PRIVILEGES FOR ROLE placette_owner IN SCHEMA public
  GRANT USAGE, SELECT ON SEQUENCES TO placette;
