using System.Globalization;
using U2Video.Core.Errors;

namespace U2Video.Cli.Parsing;

/// <summary>
/// Reads which part of how many: <c>3/8</c>, <c>auto/8</c> where a scheduler numbers the tasks, and <c>auto</c> where it also counts them.
/// </summary>
internal static class PartText
{
    private const string Auto = "auto";
    private const string SlurmIndex = "SLURM_ARRAY_TASK_ID";
    private const string KubernetesIndex = "JOB_COMPLETION_INDEX";
    private const string AwsIndex = "AWS_BATCH_JOB_ARRAY_INDEX";

    /// <summary>The part, from 1, and how many there are.</summary>
    /// <param name="option">The option's name, for messages.</param>
    /// <param name="text">Its value.</param>
    /// <param name="variable">Reads an environment variable.</param>
    /// <exception cref="UsageException">The text is neither, or the scheduler's variables are missing or do not fit.</exception>
    public static (int Part, int Parts) Parse(string option, string text, Func<string, string?> variable)
    {
        var (part, parts) = text == Auto ? Counted(option, variable)
            : text.Split('/') is not [var number, var count] ? (null, null)
            : (number == Auto ? Numbered(option, text, variable) : NumberText.Count(number), NumberText.Count(count));
        return part is not { } k || parts is not { } n ? throw new UsageException(
                $"{option} {text}: give K/N with K from 1 to N, such as 3/8, or auto/N in a scheduler's task.")
            : k >= 1 && k <= n ? (k, n)
            : throw new UsageException($"{option} {text}: is part {k} of {n}; parts are counted from 1 to {n}, and so are the tasks of Slurm.");
    }

    // Slurm's numbers are the parts, so that an array of only some of them makes these.
    private static int? Numbered(string option, string text, Func<string, string?> variable) =>
        Read(SlurmIndex, variable) ?? (Read(KubernetesIndex, variable) ?? Read(AwsIndex, variable)) + 1
            ?? throw new UsageException($"{option} {text}: none of {SlurmIndex}, {KubernetesIndex} and {AwsIndex} is set; give K/N.");

    private static (int? Part, int? Parts) Counted(string option, Func<string, string?> variable) =>
        Read(SlurmIndex, variable) is { } task
            ? (task - (Read("SLURM_ARRAY_TASK_MIN", variable) ?? 1) + 1, Read("SLURM_ARRAY_TASK_COUNT", variable))
        : Read(AwsIndex, variable) is { } index ? (index + 1, Read("AWS_BATCH_JOB_ARRAY_SIZE", variable))
        : throw new UsageException(
            $"{option} {Auto}: no variable says how many tasks there are; give K/N, or auto/N in a scheduler's task.");

    private static int? Read(string name, Func<string, string?> variable) =>
        int.TryParse(variable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
