namespace U2Video.Cli.Commands.Planning;

/// <summary>A script that runs the parts by GNU parallel, on one machine or on several, and then joins them.</summary>
internal static class ParallelScript
{
    private const int Tries = 3;

    /// <summary>Writes the script.</summary>
    /// <remarks>GNU parallel would replace {} and its like in file names. It does not look for them in a function's body.</remarks>
    public static string Write(FarmJob job) => $$"""
        #!/bin/bash
        # {{job.Title}} by GNU parallel.
        # Run this with bash. Its arguments go to parallel, for example --jobs 2, or --sshlogin node1,node2 for one part on each.
        #
        # A part that fails is tried again, {{Tries}} times in all. Failures that would come again (exit codes 2, 3 and 4) are not.
        set -euo pipefail
        cd {{ShellText.Word(job.Folder)}}

        part() {
            local code try
            for ((try = 0; try < {{Tries}}; try++)); do
                code=0
                {{ShellText.Command(job.Run)}} --part "$1/{{job.Parts}}" || code=$?
                case $code in
                    0 | 2 | 3 | 4) break ;;
                esac
            done
            return "$code"
        }
        export -f part

        PARALLEL_SHELL=$BASH parallel --jobs 1 --halt soon,fail=1 --workdir "$PWD" --env part "$@" part ::: {1..{{job.Parts}}}

        """ + string.Concat(job.Joins.Select(join => ShellText.Command(join) + "\n"));
}
