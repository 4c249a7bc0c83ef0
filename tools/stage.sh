#!/usr/bin/env bash
# Runs one stage of `make test`: announces it, and says how long it took.
#
#   tools/stage.sh "1/5 format" cargo fmt --all --check
set -uo pipefail

name=$1
shift
printf '\n── %s\n' "$name"
SECONDS=0
"$@"
status=$?
outcome=passed
if ((status)); then outcome="FAILED (exit status $status)"; fi
printf '── %s: %s after %d min %02d s\n' "$name" "$outcome" $((SECONDS / 60)) $((SECONDS % 60))
exit "$status"
