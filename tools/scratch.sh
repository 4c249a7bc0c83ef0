#!/usr/bin/env bash
# Prints the folder for files that nobody needs tomorrow: in memory where there is room for them.
# Tests make and delete databases of hundreds of files each, which a disk is slow at.
set -euo pipefail

memory=/dev/shm
needed=4194304 # KiB
free="$(df --output=avail -k "$memory" 2>/dev/null | tail -n 1)" || free=0
if [[ -d $memory && -w $memory ]] && ((${free:-0} >= needed)); then
  echo "$memory"
else
  echo /tmp
fi
