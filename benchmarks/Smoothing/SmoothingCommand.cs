using System.CommandLine;
using U2Video.Core.Inference;
using U2Video.Core.Models;
using U2Video.Core.Torch;

namespace U2Video.Benchmarks.Smoothing;

/// <summary><c>smoothing</c>: how good and how steady masks are, by the way in which they are smoothed.</summary>
internal static class SmoothingCommand
{
    private static string Cache => Path.Combine(Path.GetTempPath(), "u2video-smoothing-masks");

    public static Command Create() =>
        new("smoothing", "How steady masks are, by the way in which they are smoothed.") { Tables(), Slices() };

    private static Command Tables()
    {
        var data = BenchmarkOptions.DataSets();
        var clips = new Option<string?>("--clips") { Description = "A folder with real clips, for a second table.", HelpName = "DIR" };
        var command = new Command("tables", "The tables of docs/smoothing.md.") { data, clips };
        command.SetAction(async (parsed, _) =>
        {
            using var predictor = Open();
            await Benchmark.RunAsync(parsed.GetValue(data)!, parsed.GetValue(clips), predictor, Cache);
        });
        return command;
    }

    private static Command Slices()
    {
        var clip = new Argument<string>("CLIP") { Description = "A clip." };
        var output = new Option<string>("--out") { Description = "The picture to write.", HelpName = "FILE.png", Required = true };
        var command = new Command("slices", "Draw one row of the mask over time.") { clip, output };
        command.SetAction(async (parsed, _) =>
        {
            using var predictor = Open();
            await TimeSlices.WriteAsync(parsed.GetValue(clip)!, parsed.GetValue(output)!, predictor, Cache);
        });
        return command;
    }

    private static MaskPredictor Open()
    {
        U2VideoRuntime.Configure();
        return new MaskPredictor(U2NetModel.LoadEmbedded(), ComputeDevice.Resolve("cpu"));
    }
}
