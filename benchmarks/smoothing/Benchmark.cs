using U2Video.Core.Imaging;
using U2Video.Core.Inference;
using U2Video.Core.Models;
using static TorchSharp.torch;

namespace U2Video.SmoothingBenchmark;

/// <summary>Compares the ways of smoothing on generated clips, and on clips of the world where a folder has some.</summary>
internal static class Benchmark
{
    private const int FramesInClip = 48;
    private const int ClipsOfAKind = 2;
    private const int WarmUpFrames = 10;
    private const int TimedFrames = 30;

    /// <summary>Prints one table for what has a truth and one for what has none.</summary>
    public static async Task<int> RunAsync(string[] arguments)
    {
        if (arguments.Length < 1)
        {
            await Console.Error.WriteLineAsync("benchmarks/smoothing: give folders with images/ and masks/, and --clips FOLDER for real clips")
                .ConfigureAwait(false);
            return 2;
        }

        var clipsAt = Array.IndexOf(arguments, "--clips");
        var folders = clipsAt < 0 ? arguments : arguments[..clipsAt];
        var cache = Path.Combine(Path.GetTempPath(), "u2video-smoothing-masks");
        using var predictor = new MaskPredictor(U2NetModel.LoadEmbedded(), CPU);

        if (Array.IndexOf(arguments, "--slices") is >= 0 and var at)
        {
            await TimeSlices.WriteAsync(arguments[at + 1], arguments[at + 2], predictor, cache).ConfigureAwait(false);
            return 0;
        }

        var generated = new List<(ClipKind Kind, PredictedClip Clip)>();
        var generator = new ClipGenerator([.. folders.SelectMany(Cutout.HeldOut)], FramesInClip);
        foreach (var kind in ClipKind.All)
        {
            for (var number = 1; number <= ClipsOfAKind; number++)
            {
                generated.Add((kind, await PredictedClip.PredictAsync(generator.Make(kind, number), predictor, cache).ConfigureAwait(false)));
            }
        }

        await MeasureGeneratedAsync(generated, predictor).ConfigureAwait(false);
        if (clipsAt >= 0)
        {
            await MeasureRealAsync(arguments[clipsAt + 1], predictor, cache).ConfigureAwait(false);
        }

        return 0;
    }

    private static async Task MeasureGeneratedAsync(List<(ClipKind Kind, PredictedClip Clip)> clips, MaskPredictor predictor)
    {
        Console.WriteLine("| clips | jitter | cuts found / false | " + string.Join(" | ", Smoothers.All.Select(one => $"{one.Name}: dtSSD | MAD")) + " |");
        var rows = new List<(ClipKind Kind, PredictedClip Clip, double[] Values)>();
        var clock = Smoothers.All.ToDictionary(one => one.Name, _ => new CpuWatch());
        foreach (var (kind, clip) in clips)
        {
            var values = new List<double>();
            foreach (var (name, smooth) in Smoothers.All)
            {
                var masks = await Smoothers.RunAsync(clip, smooth, clock[name]).ConfigureAwait(false);
                values.Add(TemporalMeasures.TemporalDifference(masks, clip.Truths!, clip.Clip.Cuts));
                values.Add(TemporalMeasures.MeanAbsoluteDifference(masks, clip.Truths!));
            }

            rows.Add((kind, clip, [.. values]));
        }

        foreach (var group in rows.GroupBy(row => row.Kind.Name).Append(Named("fast ones", rows.Where(row => row.Kind.IsFast)))
            .Append(Named("all", rows)))
        {
            var means = Enumerable.Range(0, 2 * Smoothers.All.Count).Select(i => group.Average(row => row.Values[i])).ToList();
            var jitter = group.Average(row => TemporalMeasures.JitterShare(row.Clip.Masks, row.Clip.Truths!, row.Clip.Clip.Cuts));
            var (found, all, wrong) = (group.Sum(row => row.Clip.FoundCuts), group.Sum(row => row.Clip.Clip.Cuts.Count), group.Sum(row => row.Clip.FalseCuts));
            Print($"{group.Key} | {100 * jitter:F0} % | {found} of {all} / {wrong}", means.Select((mean, i) => i < 2 ? $"{mean:F2}" : $"{mean:F2} ({100 * ((mean / means[i % 2]) - 1):+0;-0} %)"));
        }

        var frames = clips.Sum(clip => clip.Clip.Masks.Count);
        var nothing = clock[Smoothers.All[0].Name];
        var network = await NetworkTimeAsync(clips[0].Clip.Inputs, predictor).ConfigureAwait(false);
        Print("processor, ms a frame | |", clock.Values.SelectMany(watch => Cost(watch.Elapsed - nothing.Elapsed, network.Elapsed)));
        Print("wall, ms a frame | |", clock.Values.SelectMany(watch => Cost(watch.Wall - nothing.Wall, network.Wall)));

        FormattableString[] Cost(TimeSpan all, TimeSpan network)
        {
            var (own, networks) = (all.TotalMilliseconds / frames, network.TotalMilliseconds / TimedFrames);
            return [$"{own:F2}", $"{100 * own / networks:F1} % of the network's {networks:F0}"];
        }
    }

    // A picture at a time, after a warm-up.
    private static async Task<CpuWatch> NetworkTimeAsync(IReadOnlyList<Frame> inputs, MaskPredictor predictor)
    {
        var watch = new CpuWatch();
        for (var i = 0; i < WarmUpFrames + TimedFrames; i++)
        {
            if (i == WarmUpFrames)
            {
                watch.Start();
            }

            (await predictor.PredictInputsAsync([inputs[i]]).ConfigureAwait(false))[0].Dispose();
        }

        watch.Stop();
        return watch;
    }

    private static async Task MeasureRealAsync(string folder, MaskPredictor predictor, string cache)
    {
        Console.WriteLine("\n| clip | steady pixels | " + string.Join(" | ", Smoothers.All.Select(one => $"{one.Name}: flicker")) + " |");
        foreach (var path in Directory.GetFiles(folder).Order(StringComparer.Ordinal))
        {
            var frames = await CompressedClip.ReadAsync(path, FramesInClip).ConfigureAwait(false);
            var clip = await PredictedClip.PredictAsync(new Clip(Path.GetFileName(path), frames, null, []), predictor, cache).ConfigureAwait(false);
            var steady = TemporalMeasures.SteadyRegions(clip.Inputs);
            var share = steady.Skip(1).Average(region => region.Average(one => one ? 1.0 : 0.0));
            var values = new List<double>();
            foreach (var (_, smooth) in Smoothers.All)
            {
                values.Add(TemporalMeasures.Flicker(await Smoothers.RunAsync(clip, smooth, new CpuWatch()).ConfigureAwait(false), steady));
            }

            Print(
                clip.Clip.Name,
                values.Select((value, i) => i == 0 ? $"{value:F2}" : $"{value:F2} ({100 * ((value / values[0]) - 1):+0;-0} %)").Prepend($"{100 * share:F0} %"));
            foreach (var frame in frames)
            {
                frame.Dispose();
            }
        }
    }

    private static void Print(string first, IEnumerable<FormattableString> cells) => Print(first, cells.Select(FormattableString.Invariant));

    private static void Print(string first, IEnumerable<string> cells) => Console.WriteLine($"| {first} | {string.Join(" | ", cells)} |");

    private static IGrouping<string, T> Named<T>(string name, IEnumerable<T> values) => values.GroupBy(_ => name).Single();
}
