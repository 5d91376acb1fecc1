using U2Video.Core.Errors;
using U2Video.Pipeline.Parts;

namespace U2Video.Cli.Parsing;

/// <summary>Reads which part of a clip is made: <c>3/8</c>, or <c>auto</c> for what a scheduler says in the environment.</summary>
internal static class PartText
{
    private const string Auto = "auto";
    private const string CountVariable = "U2VIDEO_PARTS";
    private const string SlurmIndex = "SLURM_ARRAY_TASK_ID";

    // Kubernetes and AWS Batch count from 0. Kubernetes does not say how many there are.
    private static readonly (string Index, string? Count)[] CountingFromZero =
        [("JOB_COMPLETION_INDEX", null), ("AWS_BATCH_JOB_ARRAY_INDEX", "AWS_BATCH_JOB_ARRAY_SIZE")];

    /// <summary>Reads a part.</summary>
    /// <param name="option">The option's name.</param>
    /// <param name="text">Its value.</param>
    /// <param name="variable">Reads a variable of the environment; null for the process's own.</param>
    /// <exception cref="UsageException">The text is not a part, or the environment does not say which.</exception>
    public static ClipPart Parse(string option, string text, Func<string, string?>? variable = null)
    {
        var read = variable ?? Environment.GetEnvironmentVariable;
        var sides = text.Split('/');
        if (sides is [Auto] or [Auto, _])
        {
            return Checked(option, text, FromScheduler(option, text, Count(option, text, sides.ElementAtOrDefault(1), read), read));
        }

        return sides is [var number, var all] && NumberText.Count(number) is { } one && NumberText.Count(all) is { } several
            ? Checked(option, text, new ClipPart(one, several))
            : throw new UsageException($"{option} {text}: give a part and the number of parts, like 3/8, or auto.");
    }

    // Null where only the scheduler can tell.
    private static int? Count(string option, string text, string? given, Func<string, string?> read)
    {
        if (given is not null)
        {
            return NumberText.Count(given)
                ?? throw new UsageException($"{option} {text}: give the number of parts behind the slash, like auto/8.");
        }

        return read(CountVariable) is not { } set ? null
            : NumberText.Count(set) ?? throw new UsageException($"{CountVariable}={set}: give the number of parts.");
    }

    private static ClipPart FromScheduler(string option, string text, int? count, Func<string, string?> read)
    {
        if (read(SlurmIndex) is { } task)
        {
            return FromSlurm(option, text, task, count, read);
        }

        foreach (var (index, all) in CountingFromZero)
        {
            if (read(index) is { } at)
            {
                var number = NumberText.Count(at) ?? throw new UsageException($"{index}={at}: is not a number.");
                return new ClipPart(number + 1, count ?? (all is null ? null : NumberText.Count(read(all) ?? ""))
                    ?? throw new UsageException($"{option} {text}: {index} does not say how many parts there are; give {option} auto/N."));
            }
        }

        throw new UsageException(
            $"{option} {text}: no scheduler's variable is set ({SlurmIndex}, {CountingFromZero[0].Index}, {CountingFromZero[1].Index}); "
            + "give a part, like 3/8.");
    }

    // An array of all parts may begin at any number. One that repeats some of the parts is told how many there are, and then its numbers
    // are those of the parts.
    private static ClipPart FromSlurm(string option, string text, string task, int? count, Func<string, string?> read)
    {
        var number = NumberText.Count(task) ?? throw new UsageException($"{SlurmIndex}={task}: is not a number.");
        if (count is { } known)
        {
            return new ClipPart(number, known);
        }

        if (Variable("SLURM_ARRAY_TASK_COUNT") is not { } all || Variable("SLURM_ARRAY_TASK_MIN") is not { } least
            || Variable("SLURM_ARRAY_TASK_MAX") is not { } most || most - least + 1 != all)
        {
            throw new UsageException(
                $"{option} {text}: the array leaves out numbers, so it does not say how many parts there are; give {option} auto/N.");
        }

        return new ClipPart(number - least + 1, all);

        int? Variable(string name) => NumberText.Count(read(name) ?? "");
    }

    private static ClipPart Checked(string option, string text, ClipPart part) =>
        part.Count is >= 1 and <= ClipPart.Most && part.Number >= 1 && part.Number <= part.Count
            ? part
            : throw new UsageException($"{option} {text}: there is no part {part}; parts are counted from 1, like 1/8 to 8/8.");
}
