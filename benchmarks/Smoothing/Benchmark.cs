using U2Video.Core.Imaging;
using U2Video.Core.Inference;

namespace U2Video.Benchmarks.Smoothing;

/// <summary>Compares the ways of smoothing on generated clips, and on real clips if a folder has some.</summary>
internal static class Benchmark
{
    private const int FramesInClip = 48;
    private const int ClipsOfAKind = 2;
    private const int WarmUpFrames = 10;
    private const int TimedFrames = 30;

    /// <summary>Prints one table for clips with a ground truth, and one for real clips.</summary>
    /// <param name="folders">Data sets from which clips are generated.</param>
    /// <param name="realClips">A folder with real clips, or null.</param>
    /// <param name="predictor">The network.</param>
    /// <param name="cache">Where its masks are kept for the next time.</param>
    public static async Task RunAsync(IEnumerable<string> folders, string? realClips, MaskPredictor predictor, string cache)
    {
        var generated = new List<(ClipKind Kind, PredictedClip Clip)>();
        var generator = new ClipGenerator([.. folders.SelectMany(Cutout.HeldOut)], FramesInClip);
        foreach (var kind in ClipKind.All)
        {
            for (var number = 1; number <= ClipsOfAKind; number++)
            {
                var clip = generator.Make(kind, number);
                generated.Add((kind, await PredictedClip.PredictAsync(clip, predictor, cache).ConfigureAwait(false)));
            }
        }

        await MeasureGeneratedAsync(generated, predictor).ConfigureAwait(false);
        if (realClips is not null)
        {
            await MeasureRealAsync(realClips, predictor, cache).ConfigureAwait(false);
        }
    }

    private static async Task MeasureGeneratedAsync(List<(ClipKind Kind, PredictedClip Clip)> clips, MaskPredictor predictor)
    {
        var table = new Table(
        [
            ("clips", 22), ("jitter", 6), ("cuts found / false", 18),
            .. Smoothers.All.SelectMany(one => new[] { ($"{one.Name}: dtSSD", 14), ($"{one.Name}: MAD", 26) }),
        ]);
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
            var (found, wrong) = (group.Sum(row => row.Clip.FoundCuts), group.Sum(row => row.Clip.FalseCuts));
            var all = group.Sum(row => row.Clip.Clip.Cuts.Count);
            table.Row(
            [
                group.Key, $"{100 * jitter:F0} %", $"{found} of {all} / {wrong}",
                .. means.Select((mean, i) => i < 2 ? $"{mean:F2}" : Changed(mean, means[i % 2])),
            ]);
        }

        var frames = clips.Sum(clip => clip.Clip.Masks.Count);
        var nothing = clock[Smoothers.All[0].Name];
        var network = await NetworkTimeAsync(clips[0].Clip.Inputs, predictor).ConfigureAwait(false);
        table.Row(
            ["processor, ms a frame", "", "", .. clock.Values.SelectMany(watch => Cost(watch.Elapsed - nothing.Elapsed, network.Elapsed))]);
        table.Row(["wall, ms a frame", "", "", .. clock.Values.SelectMany(watch => Cost(watch.Wall - nothing.Wall, network.Wall))]);

        string[] Cost(TimeSpan all, TimeSpan network)
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
        Console.WriteLine();
        var table = new Table([("clip", 22), ("steady pixels", 13), .. Smoothers.All.Select(one => ($"{one.Name}: flicker", 18))]);
        foreach (var path in Directory.GetFiles(folder).Order(StringComparer.Ordinal))
        {
            var frames = await CompressedClip.ReadAsync(path, FramesInClip).ConfigureAwait(false);
            var clip = await PredictedClip.PredictAsync(
                new Clip(Path.GetFileName(path), frames, null, []), predictor, cache).ConfigureAwait(false);
            var steady = TemporalMeasures.SteadyRegions(clip.Inputs);
            var share = steady.Skip(1).Average(region => region.Average(one => one ? 1.0 : 0.0));
            var values = new List<double>();
            foreach (var (_, smooth) in Smoothers.All)
            {
                values.Add(TemporalMeasures.Flicker(await Smoothers.RunAsync(clip, smooth, new CpuWatch()).ConfigureAwait(false), steady));
            }

            table.Row(
            [
                clip.Clip.Name, $"{100 * share:F0} %",
                .. values.Select((value, i) => i == 0 ? $"{value:F2}" : Changed(value, values[0])),
            ]);
            foreach (var frame in frames)
            {
                frame.Dispose();
            }
        }
    }

    // Rounded before it is formatted, because a small fall would read "-+0".
    private static string Changed(double value, double reference) =>
        $"{value:F2} ({Math.Round(100 * ((value / reference) - 1)) + 0.0:+0;-0;0} %)";

    private static IGrouping<string, T> Named<T>(string name, IEnumerable<T> values) => values.GroupBy(_ => name).Single();
}
