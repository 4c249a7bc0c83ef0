#!/usr/bin/env bash
# Stands before binaryen's wasm-opt. cargo-leptos calls it once for every part of the wasm, some
# hundreds of them, and starting it takes a second: more than a small part could ever gain.
set -euo pipefail

SMALL=16384 # bytes

input='' output='' previous=''
for argument in "$@"; do
  case "$previous:$argument" in
    -o:*) output=$argument ;;
    *:-*) ;;
    *) input=$argument ;;
  esac
  previous=$argument
done
if [[ -f $input && $input == "$output" && $(wc -c <"$input") -lt $SMALL ]]; then
  exit 0
fi
exec "$(dirname "${BASH_SOURCE[0]}")/../node_modules/binaryen/bin/wasm-opt" "$@"
