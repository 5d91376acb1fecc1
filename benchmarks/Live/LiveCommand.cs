using System.CommandLine;
using U2Video.Benchmarks.Smoothing;
using U2Video.Core.Inference;
using U2Video.Core.Models;
using U2Video.Core.Torch;

namespace U2Video.Benchmarks.Live;

/// <summary><c>live</c>: delay and quality of live pictures.</summary>
internal static class LiveCommand
{
    public static Command Create() =>
        new("live", "Delay and quality of live pictures on clips whose masks are known.") { Motion(), Pace(), Replay() };

    private static Command Motion()
    {
        var data = BenchmarkOptions.DataSets();
        var command = new Command("motion", "How well moved masks fit, by the way in which motion is estimated.") { data };
        command.SetAction(async (parsed, _) =>
        {
            U2VideoRuntime.Configure();
            using var predictor = new MaskPredictor(U2NetModel.LoadEmbedded(), ComputeDevice.Resolve("cpu"));
            await MotionBenchmark.RunAsync([.. parsed.GetValue(data)!.SelectMany(Cutout.HeldOut)], predictor).ConfigureAwait(false);
        });
        return command;
    }

    private static Command Pace()
    {
        var data = BenchmarkOptions.DataSets();
        var frames = new Option<double[]>("--frames")
        {
            Description = "Paces: how many frames the network takes for a whole picture. Default: 4 and 7.",
            HelpName = "N",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [4, 7],
        };
        var kind = Kind("all kinds");
        var command = new Command("pace", "IoU and dtSSD by how large the pictures are that a network of a given pace sees.")
        {
            data, frames, kind,
        };
        command.SetAction(async (parsed, _) =>
        {
            U2VideoRuntime.Configure();
            using var predictor = new MaskPredictor(U2NetModel.LoadEmbedded(), ComputeDevice.Resolve("cpu"));
            await new PaceBenchmark(predictor).RunAsync(
                [.. parsed.GetValue(data)!.SelectMany(Cutout.HeldOut)], parsed.GetValue(frames)!, parsed.GetValue(kind))
                .ConfigureAwait(false);
        });
        return command;
    }

    private static Command Replay()
    {
        var data = BenchmarkOptions.DataSets();
        var way = new Option<string>("--way")
        {
            Description = "How the clips come: file (the program reads them at their pace), nut or raw (ffmpeg -re writes them to a pipe).",
            HelpName = "WAY",
            DefaultValueFactory = _ => "nut",
        };
        way.AcceptOnlyFromAmong("file", "nut", "raw");
        var height = Number("--height", "Height of the clips, 16:9.", 720);
        var seconds = Number("--seconds", "Length of a clip.", 8);
        var rest = new Option<string[]>("--with")
        {
            Description = "Further options of the live run, such as --with=--size --with=192.",
            HelpName = "OPTION",
        };
        var kind = Kind("six kinds");
        var command = new Command("replay", "Delay, frames and IoU of clips that are replayed at their own pace.")
        {
            data, way, height, seconds, kind, rest,
        };
        command.SetAction(async (parsed, _) => await new Replay(
            parsed.GetValue(way)!, parsed.GetValue(height), parsed.GetValue(seconds), parsed.GetValue(rest) ?? [])
            .RunAsync([.. parsed.GetValue(data)!.SelectMany(Cutout.HeldOut)], parsed.GetValue(kind)).ConfigureAwait(false));
        return command;
    }

    private static Option<string?> Kind(string otherwise)
    {
        var kind = new Option<string?>("--kind")
        {
            Description = $"Only clips of this kind, such as moving. Default: {otherwise}.",
            HelpName = "NAME",
        };
        return kind.AcceptOnlyFromAmong([.. ClipKind.All.Select(one => one.Name)]);
    }

    private static Option<int> Number(string name, string description, int otherwise) =>
        new(name) { Description = description, HelpName = "N", DefaultValueFactory = _ => otherwise };
}
