using System.Diagnostics;

namespace U2Video.Core.Networks.Fast;

/// <summary>
/// Waits awake as long as no other thread wants the processor. A virtual processor without work is given back, and to get it again
/// takes longer than most of the network's steps; but on a busy machine a thread that waits awake takes time from the others, and one that
/// sleeps is let run sooner when it wakes up.
/// </summary>
internal static class IdleWait
{
    // Longer than the pauses between most steps of the network.
    private static readonly long Longest = Stopwatch.Frequency / 2000;

    // Another thread ran meanwhile.
    private static readonly long Displaced = Stopwatch.Frequency / 50_000;

    /// <summary>Waits a moment for a condition.</summary>
    /// <returns>Whether it holds; if not, the caller should sleep until it does.</returns>
    public static bool Until(Func<bool> holds)
    {
        var start = Stopwatch.GetTimestamp();
        for (var before = start; !holds();)
        {
            Thread.Yield();
            var now = Stopwatch.GetTimestamp();
            if (now - before > Displaced || now - start > Longest)
            {
                return holds();
            }

            before = now;
        }

        return true;
    }
}
