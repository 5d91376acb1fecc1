using System.CommandLine;
using System.Diagnostics;
using U2Video.Benchmarks.Smoothing;
using U2Video.Core.Inference;
using U2Video.Core.Models;
using U2Video.Core.Torch;
using U2Video.Core.Training.Fixing;

namespace U2Video.Benchmarks.Fix;

internal static class FixCommand
{
    public static Command Create()
    {
        var data = BenchmarkOptions.DataSets();
        var kinds = new Option<string[]>("--kind") { AllowMultipleArgumentsPerToken = true };
        var clips = new Option<int>("--clips") { DefaultValueFactory = _ => 2 };
        var first = new Option<int>("--first") { DefaultValueFactory = _ => 1 };
        var frames = new Option<int>("--frames") { DefaultValueFactory = _ => 24 };
        var steps = new Option<int>("--steps") { DefaultValueFactory = _ => 60 };
        var given = new Option<int[]>("--given") { DefaultValueFactory = _ => [1], AllowMultipleArgumentsPerToken = true };
        var rate = new Option<double>("--rate") { DefaultValueFactory = _ => 3e-4 };
        var corrected = new Option<int>("--corrected") { DefaultValueFactory = _ => 2 };
        var anchorsOption = new Option<int>("--anchors") { DefaultValueFactory = _ => 0 };
        var bf16 = new Option<bool>("--bf16");
        var scale = new Option<double>("--scale") { DefaultValueFactory = _ => 0.625 };
        var gate = new Option<string>("--gate") { DefaultValueFactory = _ => "all" };
        var command = new Command("fix", "How much better clips become with corrected frames.")
        { data, kinds, clips, first, frames, steps, given, rate, corrected, anchorsOption, gate, bf16, scale };
        command.SetAction(async (parsed, _) =>
        {
            U2VideoRuntime.Configure();
            using var predictor = new MaskPredictor(U2NetModel.LoadEmbedded(), ComputeDevice.Resolve("cpu"));
            var generator = new ClipGenerator(
                [.. parsed.GetValue(data)!.SelectMany(Cutout.HeldOut)], parsed.GetValue(frames));
            ClipKind[] all = [FixClips.HeldObject, FixClips.SecondPerson, .. ClipKind.All];
            foreach (var kind in all.Where(kind => parsed.GetValue(kinds) is not { Length: > 0 } named || named.Contains(kind.Name)))
            {
                for (var number = parsed.GetValue(first); number < parsed.GetValue(first) + parsed.GetValue(clips); number++)
                {
                    var clip = FixClips.Make(generator, kind, number);
                    foreach (var count in parsed.GetValue(given)!)
                    {
                        var places = FixMeasurement.Given(clip.Frames.Count, count);
                        var before = await FixMeasurement.MeasureAsync(clip, predictor, places, uses: false);
                        var watch = Stopwatch.StartNew();
                        var model = U2NetModel.LoadEmbedded();
                        var size = predictor.Facts.SizeFor(clip.Frames[0].Width, clip.Frames[0].Height);
                        var examples = places.Select(i => FixExample.Of(clip.Frames[i], FixMeasurement.Bytes(clip.Truths![i]), size)).ToList();
                        var learned = new FrameFixing(model, TorchSharp.torch.CPU, new FixSettings
                        {
                            Steps = parsed.GetValue(steps),
                            LearningRate = parsed.GetValue(rate),
                            UsesBFloat16 = parsed.GetValue(bf16),
                            Scale = parsed.GetValue(scale),
                            Corrected = parsed.GetValue(corrected),
                            Anchors = parsed.GetValue(anchorsOption),
                        }).Run(examples, [], null, CancellationToken.None);
                        var took = watch.Elapsed;
                        using var fixedPredictor = new MaskPredictor(model, ComputeDevice.Resolve("cpu"));
                        var after = await FixMeasurement.MeasureAsync(clip, fixedPredictor, places, uses: true);
                        Console.WriteLine($"{clip.Name,-22} {count} | IoU {before.Overlap:F4} fixed {after.Overlap:F4} gone {100 * (1 - ((1 - after.Overlap) / (1 - before.Overlap))):F0} % | MAD {before.Difference:F2} → {after.Difference:F2} | dtSSD {before.Temporal:F2} → {after.Temporal:F2} | given {learned.Before:F4} → {learned.After:F4} | {took.TotalSeconds:F0} s");
                    }
                }
            }
        });
        return command;
    }
}
