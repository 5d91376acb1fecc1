using U2Video.Pipeline.Checking;

namespace U2Video.Benchmarks.Doubt;

/// <summary>Fits the weights of <see cref="DoubtFormula"/>, and tells how well the doubt predicts errors.</summary>
internal static class Calibration
{
    private const int Rounds = 500;
    private const double LargestStep = 0.3;
    private const double Tiny = 1e-3;
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

    // Quasi-Poisson regression with a logarithmic link by Newton's method, one coefficient after the other; no weight goes below 0. P.
    // McCullagh, J. A. Nelder, "Generalized Linear Models", 1989, chapter 6. It makes the mean of the doubt that of the error, and large
    // errors count for more than in a fit of logarithms.
    private static void PrintFit(List<MeasuredFrame> frames)
    {
        var signs = FrameSigns.All;
        var columns = signs.Select(sign => frames.Select(frame => DoubtFormula.Log(sign, frame.Signs[sign])).ToArray()).ToArray();
        var errors = frames.Select(frame => frame.Error).ToArray();
        var constant = Math.Log(errors.Average());
        var (weights, doubts) = (new double[signs.Count], Enumerable.Repeat(errors.Average(), errors.Length).ToArray());
        double[] ones = [.. Enumerable.Repeat(1.0, errors.Length)];
        for (var round = 0; round < Rounds; round++)
        {
            constant += Change(ones, double.NegativeInfinity);
            for (var sign = 0; sign < weights.Length; sign++)
            {
                weights[sign] += Change(columns[sign], -weights[sign]);
            }
        }

        var table = new Table([("sign", 14), ("fitted weight", 13), ("median", 8), ("95th percentile", 15)]);
        table.Row(["log base", $"{constant:F2}", "", ""]);
        foreach (var sign in signs)
        {
            var values = frames.Select(frame => frame.Signs[sign]).Order().ToArray();
            table.Row(
            [
                sign.ToString(), $"{weights[(int)sign]:F2}", $"{values[values.Length / 2]:F3}",
                $"{values[(int)((1 - WorstShare) * values.Length)]:F3}",
            ]);
        }

        double Change(double[] column, double least)
        {
            var (slope, bend) = (0.0, Tiny);
            for (var i = 0; i < column.Length; i++)
            {
                slope += (errors[i] - doubts[i]) * column[i];
                bend += doubts[i] * column[i] * column[i];
            }

            var change = Math.Max(least, Math.Clamp(slope / bend, -LargestStep, LargestStep));
            for (var i = 0; i < column.Length; i++)
            {
                doubts[i] *= Math.Exp(change * column[i]);
            }

            return change;
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
            name, $"{frames.Count}", $"{Median(errors):F3}", $"{Median(doubts):F3}",
            $"{Spearman(errors, doubts):F2}", $"{100.0 * worst.Count(within.Contains) / worst.Length:F0} %",
            $"{100.0 * within.Count / frames.Count:F0} %",
        ]);
    }

    private static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);

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
