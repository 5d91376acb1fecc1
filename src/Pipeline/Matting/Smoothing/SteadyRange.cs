using System.Numerics;
using System.Runtime.InteropServices;
using U2Video.Core.Imaging;

namespace U2Video.Pipeline.Matting.Smoothing;

/// <summary>
/// Stretches raw masks from 0 to 1 as the official test script does it for single pictures, mask' = (mask − low) / (high − low), but by
/// a range that follows the clip: it widens at once, so that no value is cut off, and narrows by <see cref="Narrowing"/> of the
/// difference with each frame, so that the masks do not jump when a frame's extremes do. Two guards keep it from adding things that are not
/// there:
/// <list type="bullet">
/// <item>low is at most <see cref="LargestLow"/>, so that a scene that is all subject is not stretched until part of it is
/// background.</item>
/// <item>
/// the stretched mask is multiplied by the certainty that there is a subject at all, which rises smoothly from 0 where high is
/// <see cref="NoSubject"/> to 1 where it is <see cref="SureSubject"/>: there is no subject where the network's probability of one is
/// nowhere above one in five, and the mask is stretched fully where it is above one half somewhere.
/// </item>
/// </list>
/// </summary>
internal sealed class SteadyRange
{
    /// <summary>The highest raw value of an empty scene.</summary>
    public const float NoSubject = 0.2f;

    /// <summary>The highest raw value from which on there is a subject for certain.</summary>
    public const float SureSubject = 0.5f;

    private const float LargestLow = 0.2f;
    private const float Narrowing = 0.04f;

    private (float Low, float High)? _range;

    /// <summary>Stretches the next mask of the clip in place.</summary>
    /// <param name="mask">The raw mask, 0…1; becomes 0…1.</param>
    /// <param name="startsScene">Whether the range begins anew with this mask.</param>
    public void Apply(Mask mask, bool startsScene)
    {
        var (low, high) = Extremes(mask.Values);
        if (!startsScene && _range is { } before)
        {
            low = Math.Min(low, before.Low + (Narrowing * (low - before.Low)));
            high = Math.Max(high, before.High + (Narrowing * (high - before.High)));
        }

        _range = (low, high);
        low = Math.Min(low, LargestLow);
        var certainty = Certainty(high);
        Stretch(mask.Values, low, certainty == 0 ? 0 : certainty / (high - low));
    }

    private static float Certainty(float high)
    {
        var part = Math.Clamp((high - NoSubject) / (SureSubject - NoSubject), 0, 1);
        return part * part * (3 - (2 * part));
    }

    private static (float Low, float High) Extremes(ReadOnlySpan<float> values)
    {
        var (low, high) = (new Vector<float>(values[0]), new Vector<float>(values[0]));
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        foreach (var vector in vectors)
        {
            (low, high) = (Vector.Min(low, vector), Vector.Max(high, vector));
        }

        var (smallest, largest) = (low[0], high[0]);
        for (var i = 1; i < Vector<float>.Count; i++)
        {
            (smallest, largest) = (Math.Min(smallest, low[i]), Math.Max(largest, high[i]));
        }

        foreach (var value in values[(vectors.Length * Vector<float>.Count)..])
        {
            (smallest, largest) = (Math.Min(smallest, value), Math.Max(largest, value));
        }

        return (smallest, largest);
    }

    private static void Stretch(Span<float> values, float low, float factor)
    {
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(values);
        foreach (ref var vector in vectors)
        {
            vector = Vector.Min(Vector.Max((vector - new Vector<float>(low)) * factor, Vector<float>.Zero), Vector<float>.One);
        }

        foreach (ref var value in values[(vectors.Length * Vector<float>.Count)..])
        {
            value = Math.Clamp((value - low) * factor, 0, 1);
        }
    }
}
