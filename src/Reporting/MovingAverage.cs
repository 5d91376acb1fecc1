namespace U2Video.Reporting;

/// <summary>Smooths a curve so that its course is seen behind its noise.</summary>
internal static class MovingAverage
{
    /// <summary>The mean of the values around each, as many on either side as there are, up to half of <paramref name="window"/>.</summary>
    public static double[] Of(IReadOnlyList<double> values, int window)
    {
        var half = window / 2;
        var sums = new double[values.Count + 1];
        for (var i = 0; i < values.Count; i++)
        {
            sums[i + 1] = sums[i] + values[i];
        }

        return [.. values.Select((_, index) =>
        {
            // Equally many on both sides, or the ends of a falling curve would be bent.
            var reach = Math.Min(half, Math.Min(index, values.Count - 1 - index));
            return (sums[index + reach + 1] - sums[index - reach]) / ((2 * reach) + 1);
        })];
    }

    /// <summary>An odd window for a curve of so many points.</summary>
    public static int WindowFor(int points) => Math.Clamp(points / 40, 2, 250) * 2 + 1;
}
