using System.Globalization;
using U2Video.Pipeline;

namespace U2Video.Cli.Progress;

/// <summary>The words for how far a clip is.</summary>
internal static class ProgressText
{
    /// <summary>Frames and speed: <c>120/217 frames, 7.1 fps</c>.</summary>
    public static string Describe(PipelineProgress value)
    {
        // The total can be an estimate: it must not be overtaken.
        var frames = value.TotalFrames is { } total ? $"{value.Frames}/{Math.Max(total, value.Frames)}" : $"{value.Frames}";
        return string.Create(CultureInfo.InvariantCulture, $"{frames} frames, {value.FramesPerSecond:F1} fps");
    }

    /// <summary>The time to go, <c>, 14 s to go</c>, or nothing where it is unknown.</summary>
    public static string DescribeRemaining(PipelineProgress value) => value.Remaining is { } time
        ? string.Create(CultureInfo.InvariantCulture, $", {Math.Ceiling(time.TotalSeconds):F0} s to go")
        : "";
}
