using System.Globalization;

namespace U2Video.Cli.Commands.Planning;

/// <summary>The words for a plan's figures.</summary>
internal static class PlanText
{
    /// <summary>The lines.</summary>
    /// <param name="name">The input.</param>
    /// <param name="plan">The figures.</param>
    /// <param name="isMeasured">Whether this machine was measured.</param>
    public static IEnumerable<string> Lines(string name, PartPlan plan, bool isMeasured)
    {
        var costs = plan.Costs;
        var source = isMeasured ? "measured on this machine" : "as given";
        yield return Text($"{name}: {plan.Frames:F0} frames; {costs.FramesPerSecond:F1} frames a second ")
            + Text($"and {costs.StartSeconds:F1} s to the first, {source}");
        yield return Text($"one run: {Time(plan.SecondsWhole)}");
        yield return Text($"{Count(plan.Parts)}: {Time(plan.SecondsOfPart)} for the longest, {plan.LargestFrames:F0} frames");
        yield return Text($"beside their frames all parts cost {100 * plan.ShareBeside:F1} % more: ")
            + Text($"{costs.StartSeconds:F1} s each to start, {costs.SeekSeconds:F1} s each to find the overlap, ")
            + Text($"{costs.OverlapFrames:F0} frames each of overlap ({100 * plan.ShareOfOverlap:F2} % of all)");
    }

    private static string Count(int parts) => parts == 1 ? "1 part" : Text($"{parts} parts at the same time");

    private static string Time(double seconds) => TimeSpan.FromSeconds(Math.Ceiling(seconds)) switch
    {
        { TotalHours: >= 1 } time => Text($"{(int)time.TotalHours} h {time.Minutes:00} min"),
        { TotalMinutes: >= 1 } time => Text($"{time.Minutes} min {time.Seconds:00} s"),
        var time => Text($"{time.Seconds} s"),
    };

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
