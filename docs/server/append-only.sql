-- What staff decided is only ever added to; run after the first migrate and after every restore, by
-- the superuser of PostgreSQL, in the database of the service.
REVOKE UPDATE, DELETE, TRUNCATE ON participation_moderationdecision FROM placette;
-- The name of somebody who left may be taken out.
GRANT UPDATE (by_id) ON participation_moderationdecision TO placette;
