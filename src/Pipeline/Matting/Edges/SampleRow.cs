using System.Numerics;
using System.Runtime.InteropServices;
using OpenCvSharp;

namespace U2Video.Pipeline.Matting.Edges;

/// <summary>Converts rows of eight- or sixteen-bit samples to floats and back, with vectors.</summary>
internal static class SampleRow
{
    /// <summary>How many samples a row has.</summary>
    public static int LengthOf(Mat pixels) => pixels.Cols * pixels.Channels();

    /// <summary>The row's samples, 0 to 255 or 65535.</summary>
    /// <param name="pixels">The picture.</param>
    /// <param name="row">The row.</param>
    /// <param name="first">The first sample that is wanted.</param>
    /// <param name="end">The sample behind the last one; the row may be shorter.</param>
    /// <param name="values">Where each sample goes to its own place in the row.</param>
    public static void Widen(Mat pixels, int row, int first, int end, Span<float> values)
    {
        if (pixels.Depth() == MatType.CV_8U)
        {
            var samples = Samples<byte>(pixels, row);
            Widen<byte>(samples[first..Math.Min(end, samples.Length)], values[first..]);
        }
        else
        {
            var samples = Samples<ushort>(pixels, row);
            Widen<ushort>(samples[first..Math.Min(end, samples.Length)], values[first..]);
        }
    }

    /// <summary>Rounds values, 0 to 255 or 65535, to the row's samples. Halves are rounded up; values outside are clamped.</summary>
    public static void Narrow(ReadOnlySpan<float> values, Mat pixels, int row)
    {
        if (pixels.Depth() == MatType.CV_8U)
        {
            Narrow(values, Samples<byte>(pixels, row));
        }
        else
        {
            Narrow(values, Samples<ushort>(pixels, row));
        }
    }

    /// <summary>Samples of eight or sixteen bits as floats.</summary>
    public static void Widen<T>(ReadOnlySpan<T> samples, Span<float> values)
        where T : unmanaged
    {
        if (typeof(T) == typeof(byte))
        {
            Widen(MemoryMarshal.Cast<T, byte>(samples), values);
        }
        else
        {
            Widen(MemoryMarshal.Cast<T, ushort>(samples), values);
        }
    }

    /// <summary>Rounds values to samples of eight or sixteen bits, in the same way.</summary>
    public static void Narrow<T>(ReadOnlySpan<float> values, Span<T> samples)
        where T : unmanaged
    {
        if (typeof(T) == typeof(byte))
        {
            Narrow(values, MemoryMarshal.Cast<T, byte>(samples));
        }
        else
        {
            Narrow(values, MemoryMarshal.Cast<T, ushort>(samples));
        }
    }

    /// <summary>The row's samples in the matrix's memory.</summary>
    public static unsafe Span<T> Samples<T>(Mat pixels, int row)
        where T : unmanaged => new((void*)pixels.Ptr(row), LengthOf(pixels));

    private static void Widen(ReadOnlySpan<byte> samples, Span<float> values)
    {
        var whole = samples.Length - (samples.Length % Vector<byte>.Count);
        var target = MemoryMarshal.Cast<float, Vector<float>>(values[..whole]);
        foreach (var eight in MemoryMarshal.Cast<byte, Vector<byte>>(samples[..whole]))
        {
            Vector.Widen(eight, out var low, out var high);
            Put(low, target);
            Put(high, target[2..]);
            target = target[4..];
        }

        for (var i = whole; i < samples.Length; i++)
        {
            values[i] = samples[i];
        }
    }

    private static void Widen(ReadOnlySpan<ushort> samples, Span<float> values)
    {
        var whole = samples.Length - (samples.Length % Vector<ushort>.Count);
        var target = MemoryMarshal.Cast<float, Vector<float>>(values[..whole]);
        foreach (var sixteen in MemoryMarshal.Cast<ushort, Vector<ushort>>(samples[..whole]))
        {
            Put(sixteen, target);
            target = target[2..];
        }

        for (var i = whole; i < samples.Length; i++)
        {
            values[i] = samples[i];
        }
    }

    private static void Put(Vector<ushort> sixteen, Span<Vector<float>> target)
    {
        Vector.Widen(sixteen, out var low, out var high);
        target[0] = Vector.ConvertToSingle(Vector.AsVectorInt32(low));
        target[1] = Vector.ConvertToSingle(Vector.AsVectorInt32(high));
    }

    private static void Narrow(ReadOnlySpan<float> values, Span<byte> samples)
    {
        var whole = samples.Length - (samples.Length % Vector<byte>.Count);
        var source = MemoryMarshal.Cast<float, Vector<float>>(values[..whole]);
        foreach (ref var eight in MemoryMarshal.Cast<byte, Vector<byte>>(samples[..whole]))
        {
            eight = Vector.Narrow(Take(source, byte.MaxValue), Take(source[2..], byte.MaxValue));
            source = source[4..];
        }

        for (var i = whole; i < samples.Length; i++)
        {
            samples[i] = (byte)(Math.Clamp(values[i], 0, byte.MaxValue) + 0.5f);
        }
    }

    private static void Narrow(ReadOnlySpan<float> values, Span<ushort> samples)
    {
        var whole = samples.Length - (samples.Length % Vector<ushort>.Count);
        var source = MemoryMarshal.Cast<float, Vector<float>>(values[..whole]);
        foreach (ref var sixteen in MemoryMarshal.Cast<ushort, Vector<ushort>>(samples[..whole]))
        {
            sixteen = Take(source, ushort.MaxValue);
            source = source[2..];
        }

        for (var i = whole; i < samples.Length; i++)
        {
            samples[i] = (ushort)(Math.Clamp(values[i], 0, ushort.MaxValue) + 0.5f);
        }
    }

    private static Vector<ushort> Take(ReadOnlySpan<Vector<float>> source, float largest) =>
        Vector.Narrow(Round(source[0], largest), Round(source[1], largest));

    private static Vector<uint> Round(Vector<float> values, float largest) => Vector.AsVectorUInt32(Vector.ConvertToInt32(
        Vector.Min(Vector.Max(values, Vector<float>.Zero), new Vector<float>(largest)) + new Vector<float>(0.5f)));
}
