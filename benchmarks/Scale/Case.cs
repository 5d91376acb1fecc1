using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using U2Video.Benchmarks.Processes;

namespace U2Video.Benchmarks.Scale;

/// <summary>A clip and what is made of it.</summary>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
/// <param name="Frames">How many, none like another.</param>
/// <param name="Options">What the program is told beside its input and its output.</param>
internal sealed record Case(int Width, int Height, int Frames, params string[] Options)
{
    /// <summary>Makes the clip, runs the program and prints a row.</summary>
    /// <param name="table">Where the row goes.</param>
    /// <param name="program">The program's launcher.</param>
    /// <param name="folder">For clips.</param>
    /// <param name="rounds">How often; times are medians, memory is the most of all.</param>
    /// <param name="further">Options of all cases.</param>
    public void Measure(Table table, string program, string folder, int rounds, string[] further)
    {
        var (clip, output) = (Path.Combine(folder, "in.mp4"), Path.Combine(folder, "out.mp4"));
        Generate(clip);
        var runs = new List<(Measured Run, double Work)>();
        for (var round = 0; round < rounds; round++)
        {
            var start = new ProcessStartInfo(
                program, [clip, "--combined", output, "--overwrite", "--progress", "json", .. Options, .. further])
            {
                RedirectStandardError = true,
            };
            var run = Measured.Run(start);
            runs.Add((run, WorkSeconds(run.Output)));
        }

        var whole = Measured.Median(runs.Select(run => Frames / run.Run.Seconds));
        var work = Measured.Median(runs.Select(run => Frames / run.Work));
        table.Row(
            $"{Width}×{Height}", $"{Frames}", string.Join(' ', Options), $"{whole:F2}", $"{work:F2}",
            $"{Measured.Median(runs.Select(run => run.Run.CpuSeconds)):F1}",
            $"{runs.Max(run => run.Run.PeakMiB):F0}", $"{runs.Max(run => run.Run.TogetherMiB):F0}");
    }

    public static Table CreateTable() => new(
        ("clip", 10), ("frames", 6), ("options", 12), ("fps, run", 8), ("fps, work", 9), ("CPU s", 8), ("MiB", 8), ("all MiB", 8));

    private void Generate(string path)
    {
        using var ffmpeg = Process.Start(
            "ffmpeg",
            [
                "-v", "error", "-nostdin", "-f", "lavfi", "-i", $"testsrc2=size={Width}x{Height}:rate=25", "-vf", "noise=alls=20:allf=t",
                "-frames:v", Frames.ToString(CultureInfo.InvariantCulture), "-c:v", "libx264", "-preset", "ultrafast", "-crf", "18",
                "-pix_fmt", "yuv420p", "-y", path,
            ]);
        ffmpeg.WaitForExit();
        if (ffmpeg.ExitCode != 0)
        {
            throw new InvalidOperationException("ffmpeg could not make a clip; its words are above.");
        }
    }

    // By the program's own clock, which starts when the network is ready and stops when the output is complete.
    private double WorkSeconds(string progress)
    {
        var last = progress.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1];
        using var end = JsonDocument.Parse(last);
        return end.RootElement.GetProperty("event").GetString() == "done" && end.RootElement.GetProperty("inferred").GetInt64() == Frames
            ? end.RootElement.GetProperty("elapsed").GetDouble()
            : throw new InvalidOperationException($"The network did not see each of the {Frames} frames: {last}");
    }
}
