using U2Video.Core.Errors;
using U2Video.Core.Training;

namespace U2Video.Cli.Parsing;

/// <summary><c>constant | halve:EPOCHS | onecycle | cosine[:WARMUP_EPOCHS]</c>.</summary>
/// <remarks>
/// Reports and checkpoints of a run keep a schedule as <see cref="object.ToString"/> writes it. That text is only compared and shown, never
/// read, so this is the only reader.
/// </remarks>
internal static class ScheduleText
{
    /// <summary>The schedule that a text asks for.</summary>
    /// <exception cref="UsageException">It is none of these.</exception>
    public static Schedule Parse(string option, string text) => text.Split(':') switch
    {
        ["constant"] => new Schedule.Constant(),
        ["onecycle"] => new Schedule.OneCycle(),
        ["cosine"] => new Schedule.Cosine(0),
        ["cosine", var warmUp] when NumberText.Real(warmUp) is >= 0 and var epochs => new Schedule.Cosine(epochs),
        ["halve", var epochs] when NumberText.Count(epochs) is > 0 and var every => new Schedule.Halving(every),
        _ => throw new UsageException($"{option} {text}: give constant, halve:EPOCHS, onecycle, cosine or cosine:WARMUP_EPOCHS."),
    };
}
