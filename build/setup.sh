# shellcheck shell=bash
# What ./u2video and ./test share: find dotnet, provide ffmpeg, build. Sourced, never run.
# Nothing here may write to standard output: it belongs to the program.

root=$(dirname "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")")
app="$root/artifacts/bin/Cli/release_linux-x64/u2video"
stamp="$root/artifacts/u2video.stamp"
plugin="$root/artifacts/plugin/u2video.so"

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
    find_root || fail "ffmpeg was not found, and installing it needs root or sudo. $remedy"
    locked install have_ffmpeg ffmpeg
    if ! have_ffmpeg; then
        tail -n 20 "$root/artifacts/apt.log" >&2
        fail "ffmpeg could not be installed; the last lines of apt-get are above. $remedy"
    fi
}

# Sets as_root to what runs a command as root.
find_root() {
    as_root=()
    if ((EUID != 0)); then
        # Without a terminal no password can be typed, and sudo would fail with a message about that instead of ours.
        command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [[ -t 2 ]]; } || return
        as_root=(sudo)
    fi
}

# The first argument is a function that says whether anything is missing; the others are packages. It does not fail: ask again.
install() {
    local have=$1
    shift
    "$have" && return # another run was first
    echo "Installing $* with apt-get …" >&2
    local apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=120)
    # One broken package source fails the update, and yet the others may have what is needed: only the install decides.
    {
        "${apt[@]}" update || true
        "${apt[@]}" install -y --no-install-recommends "$@" || true
    } </dev/null >"$root/artifacts/apt.log" 2>&1 9>&-
    hash -r
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

# The plugin is linked by the C compiler.
have_linker() {
    command -v gcc >/dev/null && [[ -e /usr/include/stdio.h ]]
}

require_plugin() {
    is_plugin_built && return
    if ! have_linker && command -v apt-get >/dev/null && find_root; then
        locked install have_linker gcc libc6-dev
    fi
    have_linker || fail 'the plugin is linked by gcc, which was not found (on Debian or Ubuntu: apt-get install gcc libc6-dev).'
    locked build_plugin
}

is_plugin_built() {
    [[ -e $plugin ]] || return
    local newer
    newer=$(cd "$root" && find src/Plugin src/Client Directory.*.props global.json -newer "$plugin" -print -quit 2>/dev/null) || true
    [[ -z $newer ]]
}

# The program is beside the plugin, where the plugin looks for it.
build_plugin() {
    is_plugin_built && return # another run was first
    echo 'Building the plugin …' >&2
    local log="$root/artifacts/plugin.log"
    if ! (cd "$root" && dotnet publish src/Plugin --configuration Release --verbosity quiet -clp:ErrorsOnly -nodeReuse:false \
        -p:UseSharedCompilation=false -o "$(dirname "$plugin")" </dev/null >"$log" 2>&1 9>&-); then
        cat "$log" >&2
        fail "the plugin could not be built; the messages are above."
    fi
    ln -sfn ../../u2video "$(dirname "$plugin")/u2video"
    touch "$plugin"
}

# The video programs that the plugin's tests drive. Without them those tests are skipped.
have_hosts() {
    command -v melt >/dev/null && command -v gst-launch-1.0 >/dev/null && gst-inspect-1.0 --exists rawvideoparse 2>/dev/null
}

offer_hosts() {
    if ! have_hosts && command -v apt-get >/dev/null && find_root; then
        locked install have_hosts melt gstreamer1.0-tools gstreamer1.0-plugins-bad
    fi
    have_hosts || echo 'Some tests of the plugin are skipped: melt or GStreamer is missing.' >&2
}

# The test of scripts for GNU parallel runs one. Without it that test is skipped. Slurm is not installed, because its packages bring
# services that would start with the machine.
have_parallel() {
    command -v parallel >/dev/null
}

offer_parallel() {
    if ! have_parallel && command -v apt-get >/dev/null && find_root; then
        locked install have_parallel parallel
    fi
    have_parallel || echo 'A test of plans is skipped: GNU parallel is missing.' >&2
}
