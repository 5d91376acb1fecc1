using System.Text.Json;
using U2Video.Pipeline.Checking;

namespace U2Video.Cli.Commands.Checking;

/// <summary>What a check found, for programs.</summary>
internal static class CheckJson
{
    private const int Digits = 4;

    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The text.</summary>
    public static string Format(CheckedClip clip, FrameCommand command) => JsonSerializer.Serialize(
        new
        {
            input = clip.Name,
            frames = clip.Frames.Count,
            meanDoubt = Rounded(clip.MeanDoubt),
            largestDoubt = Rounded(clip.LargestDoubt),
            moments = clip.Moments.Select(moment => new
            {
                frame = moment.Worst,
                time = Seconds(clip.Frames[moment.Worst].Time),
                doubt = Rounded(clip.Frames[moment.Worst].Doubt),
                firstFrame = moment.First,
                lastFrame = moment.Last,
                firstTime = Seconds(clip.Frames[moment.First].Time),
                lastTime = Seconds(clip.Frames[moment.Last].Time),
                reasons = clip.Frames[moment.Worst].Reasons.Select(ReasonText.Name),
                command = command.At(clip.Frames[moment.Worst].Time, moment.Worst),
            }),
            times = clip.Frames.Select(frame => Seconds(frame.Time)),
            doubts = clip.Frames.Select(frame => Rounded(frame.Doubt)),
        },
        Readable);

    private static double Rounded(double doubt) => Math.Round(doubt, Digits);

    private static double Seconds(TimeSpan time) => Math.Round(time.TotalSeconds, Digits);
}
