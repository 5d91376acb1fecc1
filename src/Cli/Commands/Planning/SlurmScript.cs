namespace U2Video.Cli.Commands.Planning;

/// <summary>A script that submits an array job for the parts, and a job behind it that joins them.</summary>
internal static class SlurmScript
{
    private const int Retries = 3;

    /// <summary>Writes the script.</summary>
    public static string Write(FarmJob job) => $$"""
        #!/bin/bash
        # {{job.Title}}: a Slurm array{{(job.Joined.Count > 0 ? ", and a job that joins the parts when all are done" : "")}}.
        # Run this with bash where sbatch is. Its arguments go to sbatch, for example --partition=NAME. PARTS=3,7-9 submits only these.
        #
        # A part that fails is queued again, {{Retries}} times at most. Failures that would come again (exit codes 2, 3 and 4) are not.
        set -euo pipefail

        parts=$(sbatch --parsable --job-name={{ShellText.Word(job.Name)}} --chdir={{ShellText.Word(job.Folder)}} \
            --array="${PARTS:-1-{{job.Parts}}}" --cpus-per-task={{job.Processors}} --requeue --open-mode=append "$@" <<'END_OF_PART'
        #!/bin/bash
        code=0
        {{ShellText.Command(job.NumberedPart)}} || code=$?
        case $code in
            0 | 2 | 3 | 4) exit "$code" ;;
        esac
        if ((${SLURM_RESTART_COUNT:-0} < {{Retries}})); then
            scontrol requeue "${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID"
            sleep 60 # Slurm ends this try before that.
        fi
        exit "$code"
        END_OF_PART
        )
        echo "parts: job ${parts%%;*}"

        """ + (job.Joined.Count > 0 ? Join(job) : "");

    private static string Join(FarmJob job) => $$"""

        join=$(sbatch --parsable --job-name={{ShellText.Word(job.Name)}} --chdir={{ShellText.Word(job.Folder)}} \
            --dependency="afterok:${parts%%;*}" --kill-on-invalid-dep=yes --requeue --open-mode=append "$@" <<'END_OF_JOIN'
        #!/bin/bash
        set -e
        {{string.Join('\n', job.Joins.Select(ShellText.Command))}}
        END_OF_JOIN
        )
        echo "join: job ${join%%;*}"

        """;
}
