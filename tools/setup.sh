#!/usr/bin/env bash
# Installs what Établi needs to be built and tested, and only what is missing.
#
#   tools/setup.sh build   what `make run` needs: toolchain, cargo-leptos, wasm-bindgen, wasm-opt
#   tools/setup.sh test    the same, and PostgreSQL, Chromium, nextest, the browser tests' packages
#   tools/setup.sh bench   the same, and the servers that live boards are measured beside
#
# Tools go to $ETABLI_TOOLS (default ~/.cache/etabli/tools), outside the checkout, so that every
# checkout shares them and `make clean` does not cost a quarter of an hour.
set -euo pipefail
cd "$(dirname "$0")/.."

CARGO_LEPTOS=0.3.10  # 0.3.11 wants a newer rustc
BINARYEN=132.0.0     # Debian's wasm-opt is too old for today's wasm features
NEXTEST=0.9.143
POSTGRES_MIN=15
NODE_MIN=20.19
# The program and the crate must be of one version.
WASM_BINDGEN="$(sed -n 's/^wasm-bindgen = "=\(.*\)"/\1/p' Cargo.toml)"

TOOLS="${ETABLI_TOOLS:-$HOME/.cache/etabli/tools}"
export PATH="$TOOLS/bin:$PATH"

say() { printf 'setup: %s\n' "$*"; }
fail() {
  printf 'setup: %s\n' "$*" >&2
  exit 1
}
have() { command -v "$1" >/dev/null 2>&1; }

# is_version "<command that prints a version>" <version>: true when exactly that one is installed.
is_version() { [[ " $($1 2>/dev/null | head -n 1) " == *" $2 "* ]]; }

# at_least <oldest that will do> <version>
at_least() { printf '%s\n%s\n' "$1" "${2#v}" | sort -C -V; }

# ── System packages ──────────────────────────────────────────────────────────────────────────

PACKAGES=() # Debian names of what is missing

need_package() { # <Debian package> <name on other systems>
  PACKAGES+=("$1")
  MISSING="${MISSING:-}  - $2"$'\n'
}

install_packages() {
  if ! have apt-get; then
    local hint="with your system's package manager"
    [[ $(uname) == Darwin ]] && hint="with Homebrew (xcode-select --install; brew install pkg-config postgresql@17; brew install --cask chromium)"
    printf 'setup: please install these %s, then run this again:\n%s' "$hint" "$MISSING" >&2
    echo "setup: a Chromium in an unusual place is given as ETABLI_CHROMIUM=/path/to/chromium" >&2
    exit 1
  fi
  local sudo=()
  if [[ $(id -u) != 0 ]]; then
    have sudo || fail "as root, run: apt-get install ${PACKAGES[*]}"
    sudo=(sudo)
  fi
  # Without a font of its own, text in the browser has no width.
  if [[ " ${PACKAGES[*]} " == *" chromium "* ]]; then PACKAGES+=(fonts-liberation); fi
  say "installing ${PACKAGES[*]} with apt (1-3 minutes)"
  "${sudo[@]}" apt-get update -qq
  "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install -qq --no-install-recommends "${PACKAGES[@]}" >/dev/null
  if [[ " ${PACKAGES[*]} " == *" postgresql "* ]]; then has_postgres; fi # old systems have an older one
}

has_postgres() {
  local bin version
  bin="$(tools/postgres-bin.sh)" || return 1
  version="$("$bin/postgres" --version | grep -oE '[0-9]+' | head -n 1)"
  ((version >= POSTGRES_MIN)) && return 0
  fail "PostgreSQL $POSTGRES_MIN or later is needed for the tests; $bin holds version $version"
}

has_chromium() {
  [[ -n ${ETABLI_CHROMIUM:-} ]] && [[ ! -x $ETABLI_CHROMIUM ]] && fail "ETABLI_CHROMIUM=$ETABLI_CHROMIUM is not a program"
  [[ -n ${ETABLI_CHROMIUM:-} || -x /usr/bin/chromium ]]
}

# ── Rust ─────────────────────────────────────────────────────────────────────────────────────

rust() {
  have rustup || fail "rustup is missing: see https://rustup.rs, then run this again"
  if ! rustc --version >/dev/null 2>&1; then
    say "installing the Rust toolchain (1-2 minutes)"
    rustup toolchain install stable --profile minimal --component clippy,rustfmt
  fi
  local oldest
  oldest="$(sed -n 's/^rust-version = "\(.*\)"/\1/p' Cargo.toml)"
  at_least "$oldest" "$(rustc --version | cut -d ' ' -f 2)" ||
    fail "Rust $oldest or later is needed and this is $(rustc --version): run rustup update"
  if [[ ! -d "$(rustc --print sysroot)/lib/rustlib/wasm32-unknown-unknown" ]]; then
    say "adding the wasm target (10 seconds)"
    rustup target add wasm32-unknown-unknown
  fi
}

lint_components() {
  local sysroot
  sysroot="$(rustc --print sysroot)"
  [[ -x $sysroot/bin/cargo-clippy && -x $sysroot/bin/rustfmt ]] && return
  say "adding clippy and rustfmt (10 seconds)"
  rustup component add clippy rustfmt
}

# Compiles a tool. Its build files are kept until it is done, so that an interrupted compilation
# is resumed, and not longer: they weigh more than a gigabyte.
compile() { # <crate> <version> <opt-level> [cargo install arguments]
  local crate=$1 version=$2 optimise=$3
  shift 3
  CARGO_TARGET_DIR="$TOOLS/build" CARGO_PROFILE_RELEASE_DEBUG=0 CARGO_PROFILE_RELEASE_LTO=off \
    CARGO_PROFILE_RELEASE_OPT_LEVEL="$optimise" CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 \
    cargo install "$crate" --version "$version" --root "$TOOLS" --force "$@"
  rm -rf "$TOOLS/build"
}

# The cargo-leptos project publishes binaries, each with its checksum beside it. Anything that
# does not go well here only means compiling instead.
prebuilt_cargo_leptos() {
  local target name url work expected status=1
  have curl || return 1
  target="$(rustc -vV | sed -n 's/^host: //p')"
  name="cargo-leptos-$target.tar.gz"
  url="${CARGO_LEPTOS_RELEASE:-https://github.com/leptos-rs/cargo-leptos/releases/download/v$CARGO_LEPTOS}/$name"
  work="$(mktemp -d "${TMPDIR:-/tmp}/etabli-tools.XXXXXX")"
  if curl -fsSL --connect-timeout 5 --max-time 120 -o "$work/$name" "$url" 2>/dev/null &&
    curl -fsSL --connect-timeout 5 --max-time 30 -o "$work/sha256" "$url.sha256" 2>/dev/null; then
    expected="$(cut -d ' ' -f 1 "$work/sha256")"
    if [[ $(sha256 "$work/$name") != "$expected" ]]; then
      say "the published cargo-leptos does not match its checksum: not used"
    elif tar -xzf "$work/$name" -C "$work" &&
      is_version "$work/cargo-leptos-$target/cargo-leptos --version" "$CARGO_LEPTOS"; then
      mkdir -p "$TOOLS/bin"
      install -m 755 "$work/cargo-leptos-$target/cargo-leptos" "$TOOLS/bin/cargo-leptos" && status=0
    else
      say "the published cargo-leptos does not run here: not used"
    fi
  fi
  rm -rf "$work"
  return "$status"
}

sha256() {
  if have sha256sum; then sha256sum "$1"; else shasum -a 256 "$1"; fi | cut -d ' ' -f 1
}

cargo_leptos() {
  is_version "cargo-leptos --version" "$CARGO_LEPTOS" && return
  say "fetching cargo-leptos $CARGO_LEPTOS (seconds)"
  prebuilt_cargo_leptos && return
  say "no ready-made cargo-leptos: compiling it (5-15 minutes on two cores, once)"
  # Unoptimised, save for the parts that work on whole wasm files: they would take minutes in
  # every build.
  compile cargo-leptos "$CARGO_LEPTOS" 0 --locked --no-default-features --features no_downloads \
    --config 'profile.release.package.brotli.opt-level=3' \
    --config 'profile.release.package.walrus.opt-level=2' \
    --config 'profile.release.package.wasmparser.opt-level=2' \
    --config 'profile.release.package.miniz_oxide.opt-level=3'
}

wasm_bindgen() {
  is_version "wasm-bindgen --version" "$WASM_BINDGEN" && return
  say "compiling wasm-bindgen $WASM_BINDGEN (2-4 minutes on two cores, once)"
  compile wasm-bindgen-cli "$WASM_BINDGEN" 1 # without --locked: its own lock file no longer builds
}

nextest() {
  cargo nextest --version >/dev/null 2>&1 && return
  say "compiling cargo-nextest $NEXTEST (5-10 minutes on two cores, once)"
  compile cargo-nextest "$NEXTEST" 1 --locked
}

# ── Node ─────────────────────────────────────────────────────────────────────────────────────

node_runtime() {
  if ! have node || ! have npm; then fail "Node.js $NODE_MIN or later, with npm, is needed: see https://nodejs.org"; fi
  at_least "$NODE_MIN" "$(node --version)" || fail "Node.js $NODE_MIN or later is needed; this is $(node --version)"
}

wasm_opt() {
  local package="$TOOLS/node_modules/binaryen"
  if ! grep -qs "\"version\": \"$BINARYEN\"" "$package/package.json"; then
    say "installing wasm-opt, from binaryen $BINARYEN (20 seconds)"
    mkdir -p "$TOOLS/bin"
    npm install --prefix "$TOOLS" --save-exact --no-audit --no-fund --loglevel=error "binaryen@$BINARYEN"
  fi
  cmp -s tools/wasm-opt.sh "$TOOLS/bin/wasm-opt" || install -D -m 755 tools/wasm-opt.sh "$TOOLS/bin/wasm-opt"
}

browser_tests() {
  # The stamp is a copy of the lock file these packages were installed from.
  local stamp=end2end/node_modules/.etabli-lock
  cmp -s end2end/package-lock.json "$stamp" && return
  say "installing the browser tests' packages (20 seconds)"
  PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1 npm ci --prefix end2end --no-audit --no-fund --loglevel=error
  cp end2end/package-lock.json "$stamp"
}

rivals() {
  # Beside the other tools: the checkout stays as it is.
  local from=server/bench/rivals to="$TOOLS/rivals" stamp="$TOOLS/rivals/node_modules/.etabli-lock"
  mkdir -p "$to"
  cp "$from"/*.json "$from"/*.mjs "$to"
  cmp -s "$from/package-lock.json" "$stamp" && return
  say "installing the servers to compare with (10 seconds)"
  npm ci --prefix "$to" --ignore-scripts --no-audit --no-fund --loglevel=error
  cp "$from/package-lock.json" "$stamp"
}

# ── What is asked for ────────────────────────────────────────────────────────────────────────

WANTED="${1:-test}"
case "$WANTED" in build | test | bench) ;; *) fail "usage: tools/setup.sh [build|test|bench]" ;; esac

have cc || need_package build-essential "a C compiler (cc)"
have pkg-config || need_package pkg-config pkg-config
if [[ $WANTED != build ]]; then
  has_postgres || need_package postgresql "PostgreSQL $POSTGRES_MIN or later, the server"
  has_chromium || need_package chromium Chromium
fi
if ((${#PACKAGES[@]})); then install_packages; fi

rust
node_runtime
cargo_leptos
wasm_bindgen
wasm_opt
if [[ $WANTED != build ]]; then
  lint_components
  nextest
  browser_tests
fi
if [[ $WANTED == bench ]]; then rivals; fi
