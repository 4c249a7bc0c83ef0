#!/usr/bin/env bash
# Prints the folder of PostgreSQL's server programs; fails when there is none.
# Debian keeps them out of the PATH, one folder per version: the newest is taken.
set -euo pipefail
shopt -s nullglob

folders=(/usr/pgsql-*/bin /usr/lib/postgresql/*/bin /opt/homebrew/opt/postgresql*/bin /usr/local/opt/postgresql*/bin)
if pg_ctl="$(command -v pg_ctl)"; then folders+=("$(dirname "$pg_ctl")"); fi

found=
newest=0
for folder in "${folders[@]}"; do
  [[ -x $folder/initdb && -x $folder/pg_ctl && -x $folder/postgres ]] || continue
  version="$("$folder/postgres" --version)" # postgres (PostgreSQL) 15.18 (Debian …)
  version="${version#*) }"
  version="${version%%[.a-z ]*}"
  if ((version > newest)); then
    found=$folder
    newest=$version
  fi
done

[[ -n $found ]] && echo "$found"
