using System.CommandLine;
using U2Video.Core.Inference;
using U2Video.Core.Models;
using U2Video.Core.Torch;

namespace U2Video.Benchmarks.Edges;

/// <summary><c>edges</c>: the ways from a mask at the network's size to one at the frame's size, and what is drawn with it.</summary>
internal static class EdgesCommand
{
    public static Command Create() => new("edges", "Masks at the frame's size: quality, cost, and pictures to inspect.")
    {
        Quality(), Cost(), Look(),
    };

    private static Command Quality()
    {
        var data = BenchmarkOptions.DataSets();
        var size = BenchmarkOptions.Size(256);
        var sweep = new Option<bool>("--sweep") { Description = "Compare the filters that the default was chosen from." };
        var command = new Command("quality", "How near masks are to the ground truth at the pictures' size.") { data, size, sweep };
        command.SetAction(async (parsed, _) =>
        {
            IReadOnlyList<Upsampling> ways = parsed.GetValue(sweep) ? [Upsampling.Fast, .. Upsampling.Sweep] : Upsampling.Modes;
            using var predictor = Open(parsed.GetValue(size));
            foreach (var folder in parsed.GetValue(data)!)
            {
                await Edges.Quality.PrintAsync(predictor, folder, ways);
            }
        });
        return command;
    }

    private static Command Cost()
    {
        var picture = Picture();
        var command = new Command("cost", "How long each step takes for a frame of 1280×720.") { picture };
        command.SetAction(async (parsed, _) =>
        {
            using var predictor = Open(null);
            await Edges.Cost.PrintAsync(predictor, parsed.GetValue(picture)!);
        });
        return command;
    }

    private static Command Look()
    {
        var picture = Picture();
        var output = new Option<string>("--out") { Description = "The folder for the pictures.", HelpName = "DIR", Required = true };
        var command = new Command("look", "Write masks and composites as pictures, to compare them by eye.") { picture, output };
        command.SetAction(async (parsed, _) =>
        {
            using var predictor = Open(null);
            await Edges.Look.WriteAsync(predictor, parsed.GetValue(picture)!, parsed.GetValue(output)!);
        });
        return command;
    }

    private static Argument<string> Picture() => new("PICTURE") { Description = "A picture of a person." };

    private static MaskPredictor Open(int? size)
    {
        U2VideoRuntime.Configure();
        return new MaskPredictor(U2NetModel.LoadEmbedded(), ComputeDevice.Resolve("cpu"), size);
    }
}
