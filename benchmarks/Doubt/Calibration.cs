using U2Video.Pipeline.Checking;

namespace U2Video.Benchmarks.Doubt;

/// <summary>Fits the weights of <see cref="DoubtFormula"/>, and tells how well the doubt predicts errors.</summary>
internal static class Calibration
{
    private const int Rounds = 2000;
    private const double WorstShare = 0.05;

    /// <summary>Prints the fit on half 0, and what the program's own weights are worth on both halves.</summary>
    public static void Run(IReadOnlyList<MeasuredFrame> frames)
    {
        var (fitted, held) = (frames.Where(frame => frame.Half == 0).ToList(), frames.Where(frame => frame.Half == 1).ToList());
        PrintFit(fitted);
        Console.WriteLine();
        var table = new Table(
        [
            ("frames", 14), ("number", 6), ("median error", 12), ("median doubt", 12), ("Spearman", 8),
            ("worst 5 % within moments", 24), ("frames within moments", 21),
        ]);
        Row(table, "calibration", fitted);
        Row(table, "validation", held);
        foreach (var kind in held.GroupBy(frame => frame.Kind))
        {
            Row(table, kind.Key, [.. kind]);
        }
    }

    // Coordinate descent: each weight in turn takes its best value, and none goes below 0.
    private static void PrintFit(List<MeasuredFrame> frames)
    {
        var signs = FrameSigns.All;
        var rows = frames.Select(frame => signs.Select(sign => DoubtFormula.Log(sign, frame.Signs[sign])).ToArray()).ToArray();
        var rest = frames.Select(frame => Math.Log(frame.Error + DoubtFormula.SmallestError)).ToArray();
        var (constant, weights) = (0.0, new double[signs.Count]);
        for (var round = 0; round < Rounds; round++)
        {
            var shift = rest.Average();
            constant += shift;
            for (var i = 0; i < rest.Length; i++)
            {
                rest[i] -= shift;
            }

            for (var sign = 0; sign < weights.Length; sign++)
            {
                var (product, square) = (0.0, 0.0);
                for (var i = 0; i < rest.Length; i++)
                {
                    product += rows[i][sign] * rest[i];
                    square += rows[i][sign] * rows[i][sign];
                }

                var change = Math.Max(-weights[sign], product / Math.Max(square, 1e-9));
                weights[sign] += change;
                for (var i = 0; i < rest.Length; i++)
                {
                    rest[i] -= change * rows[i][sign];
                }
            }
        }

        var table = new Table([("sign", 14), ("fitted weight", 13), ("median of the sign", 18)]);
        table.Row(["log base", $"{constant:F3}", ""]);
        foreach (var sign in signs)
        {
            var values = frames.Select(frame => frame.Signs[sign]).Order().ToArray();
            table.Row([sign.ToString(), $"{weights[(int)sign]:F3}", $"{values[values.Length / 2]:F4}"]);
        }
    }

    // The clips stand one behind another, as the scenes of one clip do.
    private static void Row(Table table, string name, List<MeasuredFrame> frames)
    {
        var errors = frames.Select(frame => frame.Error).ToArray();
        var doubts = frames.Select(frame => DoubtFormula.Doubt(frame.Signs)).ToArray();
        var moments = MomentFinder.Find(doubts, index => frames[index].Index == 0 || frames[index].Signs.StartsScene);
        var within = moments.SelectMany(moment => Enumerable.Range(moment.First, moment.Length)).ToHashSet();
        var worst = Enumerable.Range(0, errors.Length).OrderByDescending(index => errors[index])
            .Take((int)Math.Ceiling(WorstShare * errors.Length)).ToArray();
        table.Row(
        [
            name, $"{frames.Count}", $"{errors.Order().ElementAt(errors.Length / 2):F3}", $"{doubts.Order().ElementAt(doubts.Length / 2):F3}",
            $"{Spearman(errors, doubts):F2}", $"{100.0 * worst.Count(within.Contains) / worst.Length:F0} %",
            $"{100.0 * within.Count / frames.Count:F0} %",
        ]);
    }

    /// <summary>Spearman's rank correlation: that of Pearson between the ranks, where equal values share their mean rank.</summary>
    private static double Spearman(double[] one, double[] other)
    {
        var (x, y) = (Ranks(one), Ranks(other));
        var mean = (one.Length - 1) / 2.0;
        double Sum(Func<int, double> term) => Enumerable.Range(0, one.Length).Sum(term);
        return Sum(i => (x[i] - mean) * (y[i] - mean))
            / Math.Sqrt(Sum(i => (x[i] - mean) * (x[i] - mean)) * Sum(i => (y[i] - mean) * (y[i] - mean)));
    }

    private static double[] Ranks(double[] values)
    {
        var order = Enumerable.Range(0, values.Length).OrderBy(index => values[index]).ToArray();
        var ranks = new double[values.Length];
        for (var start = 0; start < order.Length;)
        {
            var end = start;
            while (end < order.Length && values[order[end]] == values[order[start]])
            {
                end++;
            }

            for (var i = start; i < end; i++)
            {
                ranks[order[i]] = (start + end - 1) / 2.0;
            }

            start = end;
        }

        return ranks;
    }
}
