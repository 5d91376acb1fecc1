using System.Runtime.InteropServices;
using U2Video.Core.Imaging;

namespace U2Video.Pipeline.Matting.Predicting;

/// <summary>
/// Frames of linear light with room for highlights, as they are shown: samples by PQ's curve (SMPTE ST 2084, where white is a hundredth of
/// the largest light) become samples by sRGB's curve (IEC 61966-2-1), and what is brighter than white becomes white. This is what the
/// network is used to.
/// </summary>
internal static class HighlightView
{
    private const double Peak = 100;

    private static readonly double[] Values = [.. Enumerable.Range(0, ushort.MaxValue + 1).Select(Show)];
    private static readonly byte[] Shown = [.. Values.Select(value => (byte)Math.Round(byte.MaxValue * value))];
    private static readonly ushort[] ShownDeep = [.. Values.Select(value => (ushort)Math.Round(ushort.MaxValue * value))];

    /// <summary>A new frame of eight bits a sample; the caller owns it.</summary>
    public static Frame Of(Frame frame)
    {
        var view = new Frame(frame.Width, frame.Height, frame.Timestamp, frame.Layout.HasAlpha ? PixelLayout.Rgba32 : PixelLayout.Rgb24);
        var samples = MemoryMarshal.Cast<byte, ushort>(frame.Pixels.Span);
        var shown = view.Pixels.Span;
        var channels = frame.Layout.Channels;
        for (var i = 0; i < shown.Length; i++)
        {
            shown[i] = frame.Layout.HasAlpha && i % channels == channels - 1 ? (byte)(samples[i] >> 8) : Shown[samples[i]];
        }

        return view;
    }

    /// <summary>Changes a frame to how it is shown; it keeps its sixteen bits.</summary>
    public static void Apply(Frame frame)
    {
        var samples = MemoryMarshal.Cast<byte, ushort>(frame.Pixels.Span);
        var channels = frame.Layout.Channels;
        for (var i = 0; i < samples.Length; i++)
        {
            samples[i] = frame.Layout.HasAlpha && i % channels == channels - 1 ? samples[i] : ShownDeep[samples[i]];
        }
    }

    // 0…1.
    private static double Show(int sample)
    {
        const double m1 = 2610 / 16384.0, m2 = 128 * 2523 / 4096.0, c1 = 3424 / 4096.0, c2 = 32 * 2413 / 4096.0, c3 = 32 * 2392 / 4096.0;
        var root = Math.Pow(sample / (double)ushort.MaxValue, 1 / m2);
        var light = Math.Min(1, Peak * Math.Pow(Math.Max(0, root - c1) / (c2 - (c3 * root)), 1 / m1));
        return light <= 0.0031308 ? 12.92 * light : (1.055 * Math.Pow(light, 1 / 2.4)) - 0.055;
    }
}
