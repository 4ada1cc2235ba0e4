#!/bin/sh
# Run once by PostgreSQL's image, on an empty volume: a role that owns its database and nothing else.
set -eu
psql --quiet --username postgres --set ON_ERROR_STOP=1 <<'SQL'
\set password `cat /run/secrets/database_password`
CREATE ROLE bihuan LOGIN PASSWORD :'password';
CREATE DATABASE bihuan OWNER bihuan TEMPLATE template0 ENCODING 'UTF8';
SQL
