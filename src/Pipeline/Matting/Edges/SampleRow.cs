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
        ref var from = ref MemoryMarshal.GetReference(samples);
        ref var to = ref MemoryMarshal.GetReference(values[..samples.Length]);
        var (i, step) = (0, Vector<float>.Count);
        for (; i <= samples.Length - Vector<byte>.Count; i += Vector<byte>.Count)
        {
            Vector.Widen(Vector.LoadUnsafe(ref from, (nuint)i), out var low, out var high);
            Put(low, ref to, i);
            Put(high, ref to, i + (2 * step));
        }

        for (; i < samples.Length; i++)
        {
            values[i] = samples[i];
        }
    }

    private static void Widen(ReadOnlySpan<ushort> samples, Span<float> values)
    {
        ref var from = ref MemoryMarshal.GetReference(samples);
        ref var to = ref MemoryMarshal.GetReference(values[..samples.Length]);
        var i = 0;
        for (; i <= samples.Length - Vector<ushort>.Count; i += Vector<ushort>.Count)
        {
            Put(Vector.LoadUnsafe(ref from, (nuint)i), ref to, i);
        }

        for (; i < samples.Length; i++)
        {
            values[i] = samples[i];
        }
    }

    private static void Put(Vector<ushort> samples, ref float to, int index)
    {
        Vector.Widen(samples, out var low, out var high);
        Vector.ConvertToSingle(Vector.AsVectorInt32(low)).StoreUnsafe(ref to, (nuint)index);
        Vector.ConvertToSingle(Vector.AsVectorInt32(high)).StoreUnsafe(ref to, (nuint)(index + Vector<float>.Count));
    }

    private static void Narrow(ReadOnlySpan<float> values, Span<byte> samples)
    {
        ref var from = ref MemoryMarshal.GetReference(values[..samples.Length]);
        ref var to = ref MemoryMarshal.GetReference(samples);
        var (i, step) = (0, Vector<float>.Count);
        for (; i <= samples.Length - Vector<byte>.Count; i += Vector<byte>.Count)
        {
            Vector.Narrow(Take(ref from, i, byte.MaxValue), Take(ref from, i + (2 * step), byte.MaxValue)).StoreUnsafe(ref to, (nuint)i);
        }

        for (; i < samples.Length; i++)
        {
            samples[i] = (byte)(Math.Clamp(values[i], 0, byte.MaxValue) + 0.5f);
        }
    }

    private static void Narrow(ReadOnlySpan<float> values, Span<ushort> samples)
    {
        ref var from = ref MemoryMarshal.GetReference(values[..samples.Length]);
        ref var to = ref MemoryMarshal.GetReference(samples);
        var i = 0;
        for (; i <= samples.Length - Vector<ushort>.Count; i += Vector<ushort>.Count)
        {
            Take(ref from, i, ushort.MaxValue).StoreUnsafe(ref to, (nuint)i);
        }

        for (; i < samples.Length; i++)
        {
            samples[i] = (ushort)(Math.Clamp(values[i], 0, ushort.MaxValue) + 0.5f);
        }
    }

    private static Vector<ushort> Take(ref float from, int index, float largest) => Vector.Narrow(
        Round(Vector.LoadUnsafe(ref from, (nuint)index), largest),
        Round(Vector.LoadUnsafe(ref from, (nuint)(index + Vector<float>.Count)), largest));

    private static Vector<uint> Round(Vector<float> values, float largest) => Vector.AsVectorUInt32(Vector.ConvertToInt32(
        Vector.Min(Vector.Max(values, Vector<float>.Zero), new Vector<float>(largest)) + new Vector<float>(0.5f)));
}
