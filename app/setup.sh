# shellcheck shell=bash
# Shared by app/run and tests/run: the packages that they need, and functions that install and build. Both set `root` to the
# project's folder and then source this file.

# Each entry is a name, or several names in order of preference where distributions differ.
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
# The version of clang-format matters, because each version formats a little differently.
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
# Installed only if node or npm is missing, because these packages conflict with those of other sources.
node_packages=(nodejs npm)

have() { command -v "$1" >/dev/null 2>&1; }

fail()
{
    printf '%s: %s\n' "${0##*/}" "$1" >&2
    exit 1
}

# step LOG WHAT COMMAND...: runs the command with its output in build/LOG.log. Prints what is done and how long it took. If the
# command fails, prints the end of the log and exits.
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
    # A package may have been removed since the last check. The next start checks again.
    rm -f "$root"/build/.packages-*
    fail "the complete output is in $log"
}

# Prints those of the given packages that are not installed, one on each line.
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
    # An outdated list of one source does not matter, as long as the packages can be installed.
    "${as_root[@]}" update || echo 'apt-get update failed; continuing with the present package lists'
    for entry in "$@"; do
        for name in ${entry//|/ }; do
            if [[ $(LC_ALL=C apt-cache policy "$name") == *'Candidate: '[0-9]* ]]; then
                names+=("$name")
                continue 2
            fi
        done
        echo "this system has no package with the name ${entry//|/ or }"
        return 1
    done
    "${as_root[@]}" install --yes --no-install-recommends "${names[@]}"
}

# ensure_packages WHAT PACKAGE...: installs missing packages. To keep the start quick, it checks only if this file has changed
# since the last check. The date of a file in build/ records that check.
ensure_packages()
{
    local stamp="$root/build/.packages-$1" missing=()
    shift
    [[ $stamp -nt $root/app/setup.sh ]] && return
    if ! have dpkg-query || ! have apt-get; then
        echo "This system has no apt-get. Continuing with what is installed. These Debian packages are needed: $*"
        return
    fi
    mapfile -t missing < <(missing_packages "$@")
    if ((${#missing[@]} > 0)); then
        if ((EUID != 0)); then
            have sudo || fail "packages are missing; as root: apt-get install ${missing[*]%%|*}"
            # Asks for the password here, because the output of a step is not visible.
            sudo -v || fail "packages are missing and sudo was refused; as root: apt-get install ${missing[*]%%|*}"
        fi
        step packages "Installing ${missing[*]//|/ or }" install_packages "${missing[@]}"
    fi
    mkdir -p "$root/build"
    touch "$stamp"
}

# Whether build/FOLDER was configured with the preset after the presets had last changed. A folder that was configured
# for the tests is also right for the program.
is_configured() # PRESET FOLDER
{
    local folder="$root/build/$2"
    [[ $folder/configured -nt $root/CMakePresets.json && -e $folder/build.ninja ]] || return
    [[ $1 == release ]] || grep -q '^FRAMEGLASS_TESTS:.*=ON$' "$folder/CMakeCache.txt"
}

# build PRESET FOLDER TARGET: builds the target, and configures build/FOLDER first if necessary.
build()
{
    local preset="$1" folder="$root/build/$2" target="$3" launcher=()
    # Lets a clone in another folder use the same cached objects.
    export CCACHE_BASEDIR="$root" CCACHE_NOHASHDIR=1 CCACHE_SLOPPINESS=time_macros
    if ! is_configured "$preset" "$2"; then
        have ccache && launcher=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
        step "configure-$preset" "Configuring $preset" cmake -S "$root" --preset "$preset" "${launcher[@]}"
        touch "$folder/configured"
    fi
    step "build-$preset" "Building $preset" cmake --build "$folder" --target "$target"
}
