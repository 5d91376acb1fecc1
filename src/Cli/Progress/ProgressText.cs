using System.Globalization;
using U2Video.Pipeline;

namespace U2Video.Cli.Progress;

/// <summary>The words for how far a clip is.</summary>
internal static class ProgressText
{
    /// <summary>Frames and speed: <c>120/217 frames, 7.1 fps</c>. It says so where they are only looked at.</summary>
    public static ProgressState Describe(PipelineProgress value)
    {
        // The total can be an estimate: it must not be overtaken.
        var frames = value.TotalFrames is { } total ? $"{value.Frames}/{Math.Max(total, value.Frames)}" : $"{value.Frames}";
        var text = string.Create(CultureInfo.InvariantCulture, $"{frames} frames, {value.FramesPerSecond:F1} fps");
        text = value.LooksForCrop ? $"looking for the subject: {text}" : text;
        return new ProgressState(text, value.Frames, value.TotalFrames, value.Remaining);
    }
}
