using U2Video.Core.Imaging;
using U2Video.Core.Models;
using U2Video.Pipeline.Matting.Predicting;
using U2Video.Pipeline.Matting.Smoothing;

namespace U2Video.Benchmarks.Smoothing;

/// <summary>What is compared.</summary>
internal static class Smoothers
{
    public delegate IAsyncEnumerable<MaskedFrame> Smoother(IAsyncEnumerable<MaskedFrame> frames);

    /// <summary>The first is what the others are held against.</summary>
    public static IReadOnlyList<(string Name, Smoother Smooth)> All { get; } =
    [
        ("off", frames => frames),
        ("ema", Of(SmoothingMode.Ema)),
        ("lookahead", Of(SmoothingMode.Lookahead)),
    ];

    /// <summary>Smooths a clip.</summary>
    /// <param name="clip">The clip; it is left as it is.</param>
    /// <param name="smooth">How.</param>
    /// <param name="watch">Runs while the smoother does.</param>
    public static async Task<IReadOnlyList<float[]>> RunAsync(PredictedClip clip, Smoother smooth, CpuWatch watch)
    {
        var masks = new List<float[]>();
        var frames = clip.Inputs.Select((input, i) => Masked(input, clip.Masks[i], clip.SceneStarts[i])).ToList();
        watch.Start();
        await foreach (var frame in smooth(frames.ToAsyncEnumerable()).ConfigureAwait(false))
        {
            using (frame)
            {
                masks.Add(frame.Mask.Values.ToArray());
            }
        }

        watch.Stop();
        return masks;
    }

    private static Smoother Of(SmoothingMode mode) => frames =>
        new SmoothingStage(MaskNormalization.None, OutputNormalization.None, new SmoothingOptions { Mode = mode }).RunAsync(frames);

    private static MaskedFrame Masked(Frame input, float[] values, bool startsScene)
    {
        var seen = new Frame(input.Width, input.Height);
        input.Pixels.CopyTo(seen.Pixels);
        var mask = new Mask(input.Width, input.Height);
        values.CopyTo(mask.Values);
        return new MaskedFrame(new Frame(1, 1), seen, mask) { StartsScene = startsScene };
    }
}
