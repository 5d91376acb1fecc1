using U2Video.Benchmarks.Smoothing;
using U2Video.Core.Inference;
using U2Video.Pipeline.Matting.Live;

namespace U2Video.Benchmarks.Live;

/// <summary>
/// How good live masks are with a network of a given pace, by how large the pictures are that it sees: IoU with the truth and dtSSD,
/// without smoothing. The masks are those of the program's own class; only the time is not real, so that the table does not depend on the
/// machine.
/// </summary>
/// <param name="predictor">The network.</param>
internal sealed class PaceBenchmark(MaskPredictor predictor)
{
    private const int FramesInClip = 64;
    private const int ClipsOfAKind = 2;

    // A standing subject moves by nothing, so the network sees whole pictures of it also in the second way.
    private static readonly (string Name, Func<LiveSizing> Sizing)[] Ways =
    [
        ("whole", () => new LiveSizing { MostTravel = double.PositiveInfinity }),
        ("small", () => new LiveSizing { MostTravel = 0 }),
        ("adaptive", () => new LiveSizing()),
    ];

    /// <summary>Prints the table.</summary>
    /// <param name="people">Whom the clips show.</param>
    /// <param name="paces">How many frames the network takes for a whole picture.</param>
    /// <param name="only">The only kind of clips; null for all.</param>
    public async Task RunAsync(IReadOnlyList<Cutout> people, IReadOnlyList<double> paces, string? only)
    {
        var cache = Path.Combine(Path.GetTempPath(), "u2video-smoothing-masks");
        var generator = new ClipGenerator(people, FramesInClip);
        var columns = paces.SelectMany(pace => Ways.Select(way => ($"{way.Name}, {pace}", 13)));
        var table = new Table([("clips", 22), ("own masks", 13), .. columns]);
        var all = new List<double[]>();
        foreach (var kind in ClipKind.All.Where(kind => only is null || kind.Name == only))
        {
            var rows = new List<double[]>();
            for (var number = 1; number <= ClipsOfAKind; number++)
            {
                var clip = await PredictedClip.PredictAsync(generator.Make(kind, number), predictor, cache).ConfigureAwait(false);
                rows.Add([.. Measures(clip, clip.Masks), .. await LiveAsync(clip, paces).ConfigureAwait(false)]);
            }

            all.AddRange(rows);
            table.Row([kind.Name, .. Means(rows)]);
        }

        table.Row(["all", .. Means(all)]);
    }

    private async Task<IReadOnlyList<double>> LiveAsync(PredictedClip clip, IReadOnlyList<double> paces)
    {
        var measures = new List<double>();
        var network = new SlowNetwork(clip, predictor);
        foreach (var pace in paces)
        {
            foreach (var way in Ways)
            {
                var masks = await network.RunAsync(pace, way.Sizing()).ConfigureAwait(false);
                measures.AddRange(Measures(clip, masks));
            }
        }

        return measures;
    }

    private static double[] Measures(PredictedClip clip, IReadOnlyList<float[]> masks) =>
    [
        masks.Zip(clip.Truths!, MotionBenchmark.IoU).Average(),
        TemporalMeasures.TemporalDifference(masks, clip.Truths!, clip.Clip.Cuts),
    ];

    private static IEnumerable<string> Means(List<double[]> rows) => Enumerable.Range(0, rows[0].Length / 2).Select(i =>
        $"{rows.Average(row => row[2 * i]):F4} {rows.Average(row => row[(2 * i) + 1]):F2}");
}
