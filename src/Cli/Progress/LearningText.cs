using System.Globalization;
using U2Video.Core.Fixing;
using U2Video.Pipeline.Fixing;

namespace U2Video.Cli.Progress;

/// <summary>The words for how far a model has learned from corrected frames.</summary>
internal static class LearningText
{
    /// <summary>Steps and loss: <c>learning: 12/40 steps, loss 0.412</c>.</summary>
    public static ProgressState Describe(FixProgress value)
    {
        var text = string.Create(CultureInfo.InvariantCulture, $"learning: {value.Step}/{value.Steps} steps, loss {value.Loss:F3}");
        return new ProgressState(text, value.Share * value.Steps, value.Steps, value.Remaining);
    }

    /// <summary>A line for what was learned.</summary>
    /// <param name="clip">What was learned.</param>
    /// <param name="last">The last step; null where nothing had to be learned.</param>
    public static string Summary(FixedClip clip, FixProgress? last) => clip.Errors is not { } errors || last is null
        ? $"learned by an earlier run: {clip.ModelPath} is used again; delete it to learn again."
        : string.Create(
            CultureInfo.InvariantCulture,
            $"learned in {last.Step} steps and {last.Elapsed.TotalSeconds:F1} s"
            + $"{(last.Step < last.Steps ? $", when the time was over, of {last.Steps}" : "")}; error of the corrected frames: "
            + $"{errors.Before:F4} before, {errors.After:F4} after"
            + $"{(errors.After < errors.Before ? "." : ". Nothing was better, so the model stays as it was.")}");
}
