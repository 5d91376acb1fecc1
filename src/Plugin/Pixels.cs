using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace U2Video.Plugin;

/// <summary>Puts pixels together: RGBA, eight bits each, so that alpha is the highest byte of a number of 32 bits.</summary>
internal static class Pixels
{
    private const uint Alpha = 0xFF000000;
    private const int AlphaShift = 24;
    private const uint GrayToColors = 0x010101;
    private const uint MarkColor = 0xFFFF00FF; // opaque magenta
    private const int MarkShare = 40; // of the shorter side

    /// <summary>Opaque grays.</summary>
    public static void Gray(ReadOnlySpan<byte> grays, Span<uint> result)
    {
        var done = 0;
        for (; done <= result.Length - Vector128<uint>.Count; done += Vector128<uint>.Count)
        {
            ((Four(grays[done..]) * GrayToColors) | Vector128.Create(Alpha)).CopyTo(result[done..]);
        }

        for (; done < result.Length; done++)
        {
            result[done] = (grays[done] * GrayToColors) | Alpha;
        }
    }

    /// <summary>The colors of a frame with another alpha.</summary>
    public static void WithAlpha(ReadOnlySpan<uint> frame, ReadOnlySpan<byte> alphas, Span<uint> result)
    {
        var done = 0;
        for (; done <= result.Length - Vector128<uint>.Count; done += Vector128<uint>.Count)
        {
            var colors = Vector128.Create(frame[done..]) & Vector128.Create(~Alpha);
            (colors | (Four(alphas[done..]) << AlphaShift)).CopyTo(result[done..]);
        }

        for (; done < result.Length; done++)
        {
            result[done] = (frame[done] & ~Alpha) | ((uint)alphas[done] << AlphaShift);
        }
    }

    /// <summary>The frame itself within a border of magenta, which says that it was not matted.</summary>
    public static void PassMarked(ReadOnlySpan<uint> frame, Span<uint> result, int width, int height)
    {
        frame.CopyTo(result);
        var border = Math.Clamp(Math.Min(width, height) / MarkShare, 1, Math.Min(width, height));
        result[..(border * width)].Fill(MarkColor);
        result[^(border * width)..].Fill(MarkColor);
        for (var row = border; row < height - border; row++)
        {
            var line = result.Slice(row * width, width);
            line[..border].Fill(MarkColor);
            line[^border..].Fill(MarkColor);
        }
    }

    // Four bytes as numbers of 32 bits.
    private static Vector128<uint> Four(ReadOnlySpan<byte> bytes) =>
        Vector128.WidenLower(Vector128.WidenLower(Vector128.CreateScalarUnsafe(MemoryMarshal.Read<uint>(bytes)).AsByte()));
}
