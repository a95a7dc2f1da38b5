#!/bin/sh
# Runs once, in the container of the database, when its volume is empty: the two roles and the
# database, as on any server, and the passwords with which they come over the network.
set -eu
superuser() { psql --quiet --username "$POSTGRES_USER" --set=ON_ERROR_STOP=1 "$@"; }
superuser --dbname postgres --file /placette/database.sql
superuser --dbname postgres \
  --set=owner="$(cat /run/secrets/owner_password)" \
  --set=service="$(cat /run/secrets/service_password)" <<'SQL'
ALTER ROLE placette_owner PASSWORD :'owner';
ALTER ROLE placette PASSWORD :'service';
SQL
