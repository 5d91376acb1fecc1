using System.CommandLine;
using U2Video.Core.Inference;
using U2Video.Core.Models;
using U2Video.Core.Torch;

namespace U2Video.Benchmarks.Doubt;

/// <summary><c>doubt</c>: how well the doubt of <c>u2video check</c> predicts the error of masks.</summary>
internal static class DoubtCommand
{
    private const int ClipsOfAKind = 3;

    public static Command Create() => new("doubt", "How well the doubt of u2video check predicts errors.") { Measure(), Fit() };

    private static Command Measure()
    {
        var data = BenchmarkOptions.DataSets();
        var table = new Option<string>("--out")
        {
            Description = "The table to write or to continue.",
            HelpName = "FILE.csv",
            Required = true,
        };
        var command = new Command("measure", "Measure the frames of generated clips; takes minutes.") { data, table };
        command.SetAction(async (parsed, _) =>
        {
            U2VideoRuntime.Configure();
            using var predictor = new MaskPredictor(U2NetModel.LoadEmbedded(), ComputeDevice.Resolve("cpu"));
            await Measurement.RunAsync(parsed.GetValue(data)!, ClipsOfAKind, predictor, parsed.GetValue(table)!);
        });
        return command;
    }

    private static Command Fit()
    {
        var table = new Argument<string>("TABLE") { Description = "What measure wrote." };
        var command = new Command("fit", "Fit the weights on one half of the people, and validate them on the other.") { table };
        command.SetAction(parsed => Calibration.Run([.. File.ReadLines(parsed.GetValue(table)!).Skip(1).Select(MeasuredFrame.Parse)]));
        return command;
    }
}
