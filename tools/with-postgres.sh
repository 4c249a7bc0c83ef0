#!/usr/bin/env bash
# Runs a command with a throw-away PostgreSQL beside it:
#
#   tools/with-postgres.sh cargo nextest run
#
# The command finds the server in ETABLI_TEST_POSTGRES_URL. The cluster listens on the loopback
# address only, behind a random password, and is stopped and deleted whatever happens.
set -euo pipefail

(($#)) || { echo "usage: tools/with-postgres.sh command [arguments]" >&2; exit 2; }

bin="$("$(dirname "$0")/postgres-bin.sh")" || { echo "with-postgres: no PostgreSQL found; run make setup" >&2; exit 1; }
scratch="$("$(dirname "$0")/scratch.sh")"
dir="$(mktemp -d "$scratch/etabli-postgres.XXXXXX")" # not $TMPDIR: a socket's path may have 107 bytes at most
child=

as_owner() { (cd "$dir" && "$@"); }
if [[ $(id -u) == 0 ]]; then
  # PostgreSQL refuses to run as root.
  owner=nobody
  if id postgres >/dev/null 2>&1; then owner=postgres; fi
  chown "$owner" "$dir"
  as_owner() { (cd "$dir" && runuser -u "$owner" -- "$@"); }
fi

clean_up() {
  trap '' INT TERM HUP # a second Ctrl-C must not leave a server behind
  # pg_ctl finds the server by the process id in its own data folder.
  if [[ -e $dir/data/postmaster.pid ]]; then as_owner "$bin/pg_ctl" -D "$dir/data" -m immediate -s stop || true; fi
  rm -rf "$dir"
}
trap clean_up EXIT

interrupted() { # <exit status>
  if [[ -n $child ]]; then
    kill -TERM "$child" 2>/dev/null || true
    wait "$child" || true
  fi
  exit "$1"
}
trap 'interrupted 129' HUP
trap 'interrupted 130' INT
trap 'interrupted 143' TERM

password="$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')"
(umask 022 && echo "$password" >"$dir/password")
locale=C.UTF-8 # C alone would not know that É and é are one letter
if [[ $(uname) == Darwin ]]; then locale=en_US.UTF-8; fi
as_owner "$bin/initdb" -D "$dir/data" --username=etabli --pwfile="$dir/password" --auth=scram-sha-256 \
  --encoding=UTF8 --locale="$locale" --no-sync >"$dir/initdb.log" 2>&1 || { cat "$dir/initdb.log" >&2; exit 1; }

# Nobody needs this data tomorrow: durability is off, for speed.
cat >>"$dir/data/postgresql.conf" <<CONF
listen_addresses = '127.0.0.1'
unix_socket_directories = '$dir'
max_connections = 200
fsync = off
synchronous_commit = off
full_page_writes = off
CONF

# Only binding tells whether a port is free, so the server itself tries. The range lies below the
# one that the kernel gives to outgoing connections.
port=
for _ in 1 2 3 4 5 6 7 8; do
  try=$((20000 + RANDOM % 12000))
  if as_owner "$bin/pg_ctl" -D "$dir/data" -l "$dir/server.log" -o "-p $try" -w -t 60 -s start 2>/dev/null; then
    port=$try
    break
  fi
done
[[ -n $port ]] || { cat "$dir/server.log" >&2; echo "with-postgres: the server did not start" >&2; exit 1; }

export ETABLI_TEST_POSTGRES_URL="postgres://etabli:$password@127.0.0.1:$port/postgres"

# In the background, because bash would hear a signal only after a command in the foreground ended.
"$@" <&0 &
child=$!
wait "$child"
