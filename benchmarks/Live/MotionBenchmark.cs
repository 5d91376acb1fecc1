using OpenCvSharp;
using U2Video.Benchmarks.Smoothing;
using U2Video.Core.Imaging;
using U2Video.Core.Inference;
using U2Video.Pipeline.Matting.Live;

namespace U2Video.Benchmarks.Live;

/// <summary>
/// What moved masks lose against the network's own, and what it costs to move them. The network sees every sixth frame, and its masks come
/// six frames later, so masks are six to eleven frames old, except at the beginning of a scene.
/// </summary>
internal static class MotionBenchmark
{
    private const int FramesInClip = 48;
    private const int ClipsOfAKind = 2;
    private const int Period = 6;

    private static readonly (string Name, Func<Mat, Mat, Mat> Method, int Shrink)[] Ways =
    [
        ("not moved", MotionMethods.None, 4),
        ("blocks, 1/4", MotionMethods.Blocks(4), 4),
        ("blocks, 1/2", MotionMethods.Blocks(6), 2),
        ("Farnebäck 9, 1/4", MotionMethods.Farneback(9, 2), 4),
        ("Farnebäck 15, 1/4", MotionMethods.Farneback(15, 2), 4),
        ("Farnebäck 15, 1/3", MotionMethods.Farneback(15, 2), 3),
        ("Farnebäck 9, 1/2", MotionMethods.Farneback(9, 2), 2),
        ("Farnebäck 15, 1/2", MotionMethods.Farneback(15, 2), 2),
        ("Farnebäck 21, 1", MotionMethods.Farneback(21, 2, 4), 1),
    ];

    /// <summary>Prints the table.</summary>
    public static async Task RunAsync(IReadOnlyList<Cutout> people, MaskPredictor predictor)
    {
        var cache = Path.Combine(Path.GetTempPath(), "u2video-smoothing-masks");
        var generator = new ClipGenerator(people, FramesInClip);
        var table = new Table([("clips", 22), ("own masks", 9), .. Ways.Select(way => (way.Name, 9))]);
        var all = new List<double[]>();
        var cost = Ways.Select(_ => new CpuWatch()).ToArray();
        var frames = 0;
        foreach (var kind in ClipKind.All)
        {
            var rows = new List<double[]>();
            for (var number = 1; number <= ClipsOfAKind; number++)
            {
                var clip = await PredictedClip.PredictAsync(generator.Make(kind, number), predictor, cache).ConfigureAwait(false);
                var own = clip.Masks.Zip(clip.Truths!, IoU).Average();
                rows.Add([own, .. Ways.Select((way, i) => Moved(clip, way.Method, way.Shrink, cost[i]))]);
                frames += clip.Masks.Count;
            }

            all.AddRange(rows);
            table.Row([kind.Name, .. Means(rows)]);
        }

        table.Row(["all", .. Means(all)]);
        table.Row(["processor, ms a frame", "", .. cost.Select(watch => $"{watch.Elapsed.TotalMilliseconds / frames:F2}")]);
    }

    private static double Moved(PredictedClip clip, Func<Mat, Mat, Mat> method, int shrink, CpuWatch cost)
    {
        using var estimator = new MotionEstimator(shrink) { Method = method };
        var (known, running) = (new MotionPath(), new MotionPath());
        var (knownKey, runningKey) = (0, 0);
        var masks = new List<float[]>();
        cost.Start();
        for (var i = 0; i < clip.Inputs.Count; i++)
        {
            using var motion = estimator.Next(clip.Inputs[i]);
            if (motion is null || clip.SceneStarts[i])
            {
                (known, running) = (Anew(known), Anew(running));
                (knownKey, runningKey) = (i, i);
            }
            else
            {
                known.Add(motion);
                running.Add(motion);
                if (i - runningKey == Period)
                {
                    known.Dispose();
                    (known, running) = (running, new MotionPath());
                    (knownKey, runningKey) = (runningKey, i);
                }
            }

            using var key = new Mask(clip.Inputs[i].Width, clip.Inputs[i].Height);
            clip.Masks[knownKey].CopyTo(key.Values);
            using var moved = known.Move(key);
            masks.Add(moved.Values.ToArray());
        }

        cost.Stop();
        known.Dispose();
        running.Dispose();
        return masks.Zip(clip.Truths!, IoU).Average();
    }

    private static MotionPath Anew(MotionPath path)
    {
        path.Dispose();
        return new MotionPath();
    }

    public static double IoU(float[] mask, float[] truth)
    {
        var (both, either) = (0, 0);
        for (var i = 0; i < mask.Length; i++)
        {
            both += mask[i] >= 0.5f && truth[i] >= 0.5f ? 1 : 0;
            either += mask[i] >= 0.5f || truth[i] >= 0.5f ? 1 : 0;
        }

        return either == 0 ? 1 : (double)both / either;
    }

    private static IEnumerable<string> Means(List<double[]> rows) =>
        Enumerable.Range(0, rows[0].Length).Select(i => $"{rows.Average(row => row[i]):F4}");
}
