using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace U2Video.Cli.Commands.Bench;

/// <summary>Writes a benchmark's figures, for people and for programs.</summary>
internal static class BenchText
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        // For files and pipes, not for web pages: names stay readable.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Tables.</summary>
    public static IEnumerable<string> Format(BenchReport report)
    {
        var machine = report.Machine;
        yield return $"machine   {machine.Cpu}, {machine.Processors} processors";
        yield return $"network   {report.Model} on {machine.Device}, {machine.Threads} threads, {machine.Precision}";
        yield return $"libtorch  {machine.Libtorch}";
        yield return "";
        foreach (var line in TextTable.Format([
            ["SIZE", "BATCH", "PICTURES/S", "MS EACH"],
            .. report.Network.Select(one => new[]
            {
                one.Size.ToString(), Number(one.Batch, "F0"), Number(one.PicturesPerSecond), Number(one.Milliseconds),
            }),
        ]))
        {
            yield return line;
        }

        if (report.Clip is not { } clip)
        {
            yield break;
        }

        yield return "";
        yield return $"{clip.Name}: {clip.Frames} frames at {clip.Size} in {Number(clip.Seconds)} s, {Number(clip.FramesPerSecond)} fps";
        yield return $"first frame after {Number(clip.FirstFrameSeconds)} s; at most {Number(clip.PeakMegabytes, "F0")} MB";
        yield return "";
        foreach (var line in TextTable.Format([
            ["STAGE", "BUSY"],
            .. clip.Busy.Select(stage => new[] { stage.Key, Number(100 * stage.Value, "F0") + " %" }),
        ]))
        {
            yield return line;
        }

        yield return $"{clip.BoundBy} bounds the speed";
    }

    /// <summary>
    /// One object: <c>machine</c>, <c>model</c>, <c>network</c> (a list) and <c>clip</c>, which is null where there was none.
    /// </summary>
    public static string ToJson(BenchReport report) => JsonSerializer.Serialize(
        new
        {
            report.Machine,
            report.Model,
            Network = report.Network.Select(one => new
            {
                Size = one.Size.ToString(),
                one.Batch,
                PicturesPerSecond = Rounded(one.PicturesPerSecond),
                Milliseconds = Rounded(one.Milliseconds),
            }),
            Clip = report.Clip is { } clip
                ? new
                {
                    clip.Name,
                    clip.Frames,
                    Size = clip.Size.ToString(),
                    Seconds = Rounded(clip.Seconds),
                    Fps = Rounded(clip.FramesPerSecond),
                    FirstFrameSeconds = Rounded(clip.FirstFrameSeconds),
                    Busy = clip.Busy.ToDictionary(stage => stage.Key, stage => Rounded(stage.Value)),
                    clip.BoundBy,
                    PeakMegabytes = Rounded(clip.PeakMegabytes),
                }
                : null,
        },
        Options);

    private static double Rounded(double value) => Math.Round(value, 3);

    private static string Number(double value, string format = "F1") => value.ToString(format, CultureInfo.InvariantCulture);
}
