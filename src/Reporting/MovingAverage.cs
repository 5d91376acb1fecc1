namespace U2Video.Reporting;

/// <summary>Smooths a curve so that its course is seen behind its noise.</summary>
internal static class MovingAverage
{
    private const int SmallestReach = 2;
    private const int LargestReach = 250;
    private const int ReachesInCurve = 100;

    /// <summary>
    /// The mean of the values around each. Towards the ends, where one side has fewer, the straight line of best fit takes its place:
    /// in the middle that is the same, and a curve that falls is not bent at its ends.
    /// </summary>
    /// <param name="values">The curve, at even distances.</param>
    /// <param name="window">How many values count, odd.</param>
    public static double[] Of(IReadOnlyList<double> values, int window)
    {
        var (sums, moments) = (new double[values.Count + 1], new double[values.Count + 1]);
        for (var i = 0; i < values.Count; i++)
        {
            sums[i + 1] = sums[i] + values[i];
            moments[i + 1] = moments[i] + (i * values[i]);
        }

        return [.. values.Select((_, index) =>
        {
            var (first, end) = (Math.Max(0, index - (window / 2)), Math.Min(values.Count, index + (window / 2) + 1));
            double count = end - first;
            var (sum, middle) = (sums[end] - sums[first], (first + end - 1) / 2.0);
            var spread = count * ((count * count) - 1) / 12;
            var slope = count > 1 ? (moments[end] - moments[first] - (middle * sum)) / spread : 0;
            return (sum / count) + (slope * (index - middle));
        })];
    }

    /// <summary>An odd window for a curve of so many points.</summary>
    public static int WindowFor(int points) => (2 * Math.Clamp(points / ReachesInCurve, SmallestReach, LargestReach)) + 1;
}
