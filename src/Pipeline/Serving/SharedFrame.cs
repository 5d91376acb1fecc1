using System.Numerics;
using System.Runtime.InteropServices;
using OpenCvSharp;
using U2Video.Client;
using U2Video.Core.Imaging;

namespace U2Video.Pipeline.Serving;

/// <summary>Copies frames out of the memory that is shared with a client, and results into it.</summary>
internal static class SharedFrame
{
    /// <summary>Copies the client's frame.</summary>
    /// <returns>RGB where all of it is opaque, else RGBA; the caller owns it.</returns>
    public static Frame Read(FrameMemory memory, int width, int height)
    {
        var isOpaque = IsOpaque(memory.Pixels);
        var frame = new Frame(width, height, layout: isOpaque ? PixelLayout.Rgb24 : PixelLayout.Rgba32);
        try
        {
            if (isOpaque)
            {
                using var shared = MatOf(memory, width, height);
                using var pixels = FrameMat.Of(frame);
                Cv2.CvtColor(shared, pixels.Mat, ColorConversionCodes.RGBA2RGB);
            }
            else
            {
                memory.Pixels.CopyTo(frame.Pixels.Span);
            }

            return frame;
        }
        catch
        {
            frame.Dispose();
            throw;
        }
    }

    /// <summary>Copies a result of gray, RGB or RGBA, eight bits each. RGB becomes opaque RGBA.</summary>
    public static void Write(Frame result, FrameMemory memory)
    {
        if (result.Layout == PixelLayout.Rgb24)
        {
            using var shared = MatOf(memory, result.Width, result.Height);
            using var pixels = FrameMat.Of(result);
            Cv2.CvtColor(pixels.Mat, shared, ColorConversionCodes.RGB2RGBA);
        }
        else
        {
            result.Pixels.Span.CopyTo(memory.Pixels);
        }
    }

    private static Mat MatOf(FrameMemory memory, int width, int height) =>
        Mat.FromPixelData(height, width, MatType.CV_8UC4, memory.Start);

    private static bool IsOpaque(ReadOnlySpan<byte> rgba)
    {
        const uint Alpha = 0xFF000000;
        var pixels = MemoryMarshal.Cast<byte, uint>(rgba);
        var vectors = MemoryMarshal.Cast<uint, Vector<uint>>(pixels);
        var all = Vector<uint>.AllBitsSet;
        foreach (var vector in vectors)
        {
            all &= vector;
        }

        var rest = uint.MaxValue;
        foreach (var pixel in pixels[(vectors.Length * Vector<uint>.Count)..])
        {
            rest &= pixel;
        }

        return (rest & Alpha) == Alpha && Vector.EqualsAll(all & new Vector<uint>(Alpha), new Vector<uint>(Alpha));
    }
}
