using U2Video.Core.Imaging;
using U2Video.Pipeline.Matting.Predicting;

namespace U2Video.Pipeline.Tests.Matting.Smoothing;

/// <summary>Small clips with masks that no network made, for what happens to them afterwards.</summary>
internal static class TestFrames
{
    public const int Width = 40;
    public const int Height = 24;

    /// <summary>A frame of one gray with a mask of one value.</summary>
    public static MaskedFrame Flat(float mask, byte gray = 128, bool startsScene = false) =>
        Of((_, _) => gray, (_, _) => mask, startsScene);

    /// <summary>A frame by formulas of column and row.</summary>
    public static MaskedFrame Of(Func<int, int, byte> gray, Func<int, int, float> mask, bool startsScene = false)
    {
        var input = new Frame(Width, Height);
        var values = new Mask(Width, Height);
        for (var y = 0; y < Height; y++)
        {
            for (var x = 0; x < Width; x++)
            {
                input.Pixels.Span.Slice(3 * ((y * Width) + x), 3).Fill(gray(x, y));
                values.Values[(y * Width) + x] = mask(x, y);
            }
        }

        return new MaskedFrame(new Frame(2 * Width, 2 * Height), input, values) { StartsScene = startsScene };
    }

    /// <summary>Runs a stage to its end; the values of every mask that comes out.</summary>
    public static async Task<List<float[]>> RunAsync(
        Func<IAsyncEnumerable<MaskedFrame>, IAsyncEnumerable<MaskedFrame>> stage, IEnumerable<MaskedFrame> frames)
    {
        var masks = new List<float[]>();
        await foreach (var masked in stage(frames.ToAsyncEnumerable()))
        {
            using (masked)
            {
                masks.Add(masked.Mask.Values.ToArray());
            }
        }

        return masks;
    }

    /// <summary>The largest difference of two masks.</summary>
    public static float Distance(float[] one, float[] other) => one.Zip(other, (a, b) => Math.Abs(a - b)).Max();
}
