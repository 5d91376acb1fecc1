# shellcheck shell=bash
# What ./u2video and ./test share: find dotnet, provide ffmpeg, build. Sourced, never run.
# Nothing here may write to standard output: it belongs to the program.

root=$(dirname "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")")
app="$root/artifacts/bin/Cli/release_linux-x64/u2video"
stamp="$root/artifacts/u2video.stamp"

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1

fail() {
    echo "u2video: $*" >&2
    exit 1
}

# The program is a small host that looks for the runtime only in the default places; DOTNET_ROOT names another.
require_dotnet() {
    if ! command -v dotnet >/dev/null && [[ -x ${HOME:-}/.dotnet/dotnet ]]; then
        PATH="$HOME/.dotnet:$PATH"
    fi
    local dotnet
    dotnet=$(command -v dotnet) ||
        fail "the .NET SDK was not found. Install .NET 10 (https://dotnet.microsoft.com/download/dotnet/10.0), then run this again."
    dotnet=$(dirname "$(readlink -f "$dotnet")")
    if [[ -z ${DOTNET_ROOT:-} && -d $dotnet/host/fxr ]]; then
        export DOTNET_ROOT=$dotnet
    fi
}

have_ffmpeg() {
    command -v ffmpeg >/dev/null && command -v ffprobe >/dev/null
}

require_ffmpeg() {
    have_ffmpeg && return
    local remedy='Install FFmpeg (on Debian or Ubuntu: apt-get install ffmpeg), then run this again.'
    command -v apt-get >/dev/null || fail "ffmpeg was not found, and there is no apt-get to install it with. $remedy"

    local as_root=()
    if ((EUID != 0)); then
        # Without a terminal no password can be typed, and sudo would fail with a message about that instead of this one.
        if ! command -v sudo >/dev/null || ! { sudo -n true 2>/dev/null || [[ -t 2 ]]; }; then
            fail "ffmpeg was not found, and installing it needs root or sudo. $remedy"
        fi
        as_root=(sudo)
    fi
    locked install_ffmpeg "${as_root[@]}"
}

# The arguments are what runs a command as root.
install_ffmpeg() {
    have_ffmpeg && return # another run was first
    echo 'Installing ffmpeg with apt-get …' >&2
    local apt=("$@" env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=120)
    local log="$root/artifacts/apt.log"
    # One broken package source fails the update, and yet the others may have ffmpeg: only the install decides.
    {
        "${apt[@]}" update || true
        "${apt[@]}" install -y --no-install-recommends ffmpeg || true
    } </dev/null >"$log" 2>&1 9>&-
    hash -r
    if ! have_ffmpeg; then
        tail -n 20 "$log" >&2
        fail "ffmpeg could not be installed; the last lines of apt-get are above. $remedy"
    fi
}

# Runs a function while no other run installs or builds. In a subshell: the lock goes with it, even if it is killed.
locked() {
    if ! mkdir -p "$root/artifacts" 2>/dev/null || [[ ! -w $root/artifacts ]]; then
        fail "$root/artifacts cannot be written to, and what is missing is built there. Run this as the owner of the folder."
    fi
    (
        flock 9
        "$@"
    ) 9>"$root/artifacts/setup.lock"
}

# A folder is newer too when a file in it was added, renamed or deleted.
is_built() {
    [[ -x $app && -e $stamp ]] || return
    local newer
    newer=$(cd "$root" && find src build models Directory.*.props global.json -newer "$stamp" -print -quit 2>/dev/null) || true
    [[ -z $newer ]]
}

require_build() {
    is_built || locked build_program
}

build_program() {
    is_built && return # another run was first
    if [[ -x $app ]]; then
        echo 'Building u2video (its source has changed) …' >&2
    else
        echo 'Building u2video (first run, about a minute) …' >&2
    fi
    build src/Cli/Cli.csproj
}

build() {
    local log="$root/artifacts/build.log"
    # Stamped with the time before the build, so that a file saved meanwhile is built the next time.
    touch "$stamp.new"
    # No build server stays behind: who runs one command expects nothing to run afterwards.
    if ! (cd "$root" && dotnet build "$1" --configuration Release --verbosity quiet -clp:ErrorsOnly -nodeReuse:false \
        -p:UseSharedCompilation=false </dev/null >"$log" 2>&1 9>&-); then
        cat "$log" >&2
        fail "the build failed; its messages are above."
    fi
    mv "$stamp.new" "$stamp"
}
