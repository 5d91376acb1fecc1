using System.CommandLine;
using U2Video.Benchmarks.Smoothing;
using U2Video.Core.Inference;
using U2Video.Core.Models;
using U2Video.Core.Torch;

namespace U2Video.Benchmarks.Fix;

/// <summary><c>fix</c>: how much better clips become where the masks of some frames are given.</summary>
internal static class FixCommand
{
    public static Command Create() =>
        new("fix", "How much better clips become where the masks of some frames are given.") { Measure(), Tables() };

    private static Command Measure()
    {
        var data = BenchmarkOptions.DataSets();
        var table = new Option<string>("--out")
        {
            Description = "The table to write or to continue.",
            HelpName = "FILE.csv",
            Required = true,
        };
        var kinds = new Option<string[]>("--kind") { Description = "Only clips of this kind. May be given again.", HelpName = "NAME" };
        var clips = Number("--clips", "How many clips of each kind.", 2);
        var frames = Number("--frames", "Frames in a clip.", 24);
        var given = new Option<int[]>("--given")
        {
            Description = "How many frames are given. May be given again. Default: 1, 3 and 5.",
            HelpName = "N",
            DefaultValueFactory = _ => [1, 3, 5],
        };
        var command = new Command("measure", "Learn from frames of generated clips; takes hours.")
        {
            data, table, kinds, clips, frames, given,
        };
        command.SetAction(async (parsed, _) =>
        {
            U2VideoRuntime.Configure();
            using var predictor = new MaskPredictor(U2NetModel.LoadEmbedded(), ComputeDevice.Resolve("cpu"));
            var generator = new ClipGenerator([.. parsed.GetValue(data)!.SelectMany(Cutout.HeldOut)], parsed.GetValue(frames));
            var wanted = FixClips.All.Where(kind => parsed.GetValue(kinds) is not { Length: > 0 } names || names.Contains(kind.Name));
            var measurement = new FixMeasurement(generator, predictor, parsed.GetValue(table)!);
            await measurement.RunAsync([.. wanted], parsed.GetValue(clips), parsed.GetValue(given)!);
        });
        return command;
    }

    private static Command Tables()
    {
        var table = new Argument<string>("TABLE") { Description = "What measure wrote." };
        var command = new Command("tables", "The tables of docs/fix.md.") { table };
        command.SetAction(parsed => FixTables.Print([.. File.ReadLines(parsed.GetValue(table)!).Skip(1).Select(FixedRow.Parse)]));
        return command;
    }

    private static Option<int> Number(string name, string description, int byDefault) => new(name)
    {
        Description = description,
        HelpName = "N",
        DefaultValueFactory = _ => byDefault,
    };
}
