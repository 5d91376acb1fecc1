namespace U2Video.Core.Data;

/// <summary>Repeatable random numbers.</summary>
internal static class SeededRandom
{
    /// <summary>
    /// The random numbers for one picture in one epoch. Adjacent seeds of <see cref="Random"/> begin with similar numbers,
    /// so the three values are mixed first (with the finalizer of SplitMix64); <see cref="HashCode"/> would differ from one process
    /// to the next.
    /// </summary>
    public static Random For(int seed, int epoch, int index) => new((int)(Mix(Mix(Mix((uint)seed) + (uint)epoch) + (uint)index) >> 33));

    private static ulong Mix(ulong value)
    {
        unchecked
        {
            value += 0x9E3779B97F4A7C15;
            value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
            value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
            return value ^ (value >> 31);
        }
    }
}
