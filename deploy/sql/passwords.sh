#!/bin/sh
# Gives the three roles that log in their passwords; run once, by the database's container, after roles.sql.
set -eu
for role in owner app staff; do
    # By standard input: a password has no place in an argument list.
    printf "ALTER ROLE parley_%s PASSWORD '%s';\n" "$role" "$(cat "/run/secrets/${role}_password")" |
        psql --no-psqlrc -q -v ON_ERROR_STOP=1 -U "${POSTGRES_USER:-postgres}" -d "${POSTGRES_DB:-parley}"
done
