# shellcheck shell=bash
# What app/run and tests/run share: the packages they need and how a step is run. Sourced by both,
# with `root` set to the project's folder.

# A name, or names in order of preference where the distributions differ.
program_packages=(
    ca-certificates
    cmake
    fonts-dejavu-core
    g++
    libssl-dev
    ninja-build
    qt6-base-dev
    'qt6-svg-plugins|libqt6svg6'
    qt6-wayland
    zlib1g-dev
)
# clang-format is named with its version because each version formats a little differently.
test_packages=(
    'clang-format-14|clang-format'
    libgmock-dev
    libgtest-dev
    openssl
    python3
    python3-websockets
    strace
    tshark
    xauth
    xdotool
    xvfb
)
# Only where there is no node and npm of another origin, with which these would clash.
node_packages=(nodejs npm)

have() { command -v "$1" >/dev/null 2>&1; }

fail()
{
    printf '%s: %s\n' "${0##*/}" "$1" >&2
    exit 1
}

# step LOG WHAT COMMAND...: runs the command with its output in build/LOG.log. Says what is done and
# how long it took; shows the end of the log and leaves when it fails.
step()
{
    local log="$root/build/$1.log" what="$2" started=$SECONDS
    shift 2
    mkdir -p "$root/build"
    printf '%s ... ' "$what"
    if "$@" >"$log" 2>&1 </dev/null; then
        printf '%d s\n' $((SECONDS - started))
        return
    fi
    printf 'failed\n'
    tail -n 40 "$log" >&2
    # Perhaps a package went away since they were looked at: the next start looks again.
    rm -f "$root"/build/.packages-*
    fail "the whole output is in $log"
}

# Those of the given packages that are not there, one a line.
missing_packages()
{
    local installed entry name
    installed=$(dpkg-query -W -f='${db:Status-Abbrev} ${Package}\n' 2>/dev/null | sed -n 's/^ii  *//p')
    for entry in "$@"; do
        for name in ${entry//|/ }; do
            grep -qxF -- "$name" <<<"$installed" && continue 2
        done
        printf '%s\n' "$entry"
    done
}

install_packages()
{
    local as_root=() entry name names=()
    if ((EUID != 0)); then
        as_root=(sudo)
    fi
    as_root+=(env DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300)
    # An outdated list of one source is no reason to stop: what counts is whether the packages come.
    "${as_root[@]}" update || echo 'apt-get update failed; going on with the lists that are there'
    for entry in "$@"; do
        for name in ${entry//|/ }; do
            if [[ $(LC_ALL=C apt-cache policy "$name") == *'Candidate: '[0-9]* ]]; then
                names+=("$name")
                continue 2
            fi
        done
        echo "no package of this system is called ${entry//|/ or }"
        return 1
    done
    "${as_root[@]}" install --yes --no-install-recommends "${names[@]}"
}

# ensure_packages WHAT PACKAGE...: installs what is missing. Looks only when this file has changed since
# the last time, which a stamp in build/ remembers, so that a start with nothing to do stays quick.
ensure_packages()
{
    local stamp="$root/build/.packages-$1" missing=()
    shift
    [[ $stamp -nt $root/app/setup.sh ]] && return
    if ! have dpkg-query || ! have apt-get; then
        echo "This system has no apt-get: going on with what is installed. Needed is what Debian calls: $*"
        return
    fi
    mapfile -t missing < <(missing_packages "$@")
    if ((${#missing[@]} > 0)); then
        if ((EUID != 0)); then
            have sudo || fail "packages are missing; as root: apt-get install ${missing[*]%%|*}"
            # Asks for the password here, where it can be seen.
            sudo -v || fail "packages are missing and sudo was refused; as root: apt-get install ${missing[*]%%|*}"
        fi
        step packages "Installing ${missing[*]//|/ or }" install_packages "${missing[@]}"
    fi
    mkdir -p "$root/build"
    touch "$stamp"
}

# Whether build/FOLDER is configured as the preset says, since the presets changed. The preset of the tests has all that
# the one of the program has.
is_configured() # PRESET FOLDER
{
    local stamp="$root/build/$2/configured"
    [[ $stamp -nt $root/CMakePresets.json && -e $root/build/$2/build.ninja ]] || return
    [[ $(<"$stamp") == "$1" || ($1 == release && $(<"$stamp") == tests) ]]
}

# build PRESET FOLDER TARGET: configures build/FOLDER where that is needed; otherwise ninja knows what to do.
build()
{
    local preset="$1" folder="$root/build/$2" target="$3" launcher=()
    # The same object code for a clone in another folder.
    export CCACHE_BASEDIR="$root" CCACHE_NOHASHDIR=1 CCACHE_SLOPPINESS=time_macros
    if ! is_configured "$preset" "$2"; then
        have ccache && launcher=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
        step "configure-$preset" "Configuring $preset" cmake -S "$root" --preset "$preset" "${launcher[@]}"
        echo "$preset" >"$folder/configured"
    fi
    step "build-$preset" "Building $preset" cmake --build "$folder" --target "$target"
}
