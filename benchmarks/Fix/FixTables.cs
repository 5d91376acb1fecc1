namespace U2Video.Benchmarks.Fix;

/// <summary>Prints what was measured.</summary>
internal static class FixTables
{
    /// <summary>A table of means over the clips of each kind, for each number of given frames.</summary>
    public static void Print(IReadOnlyList<FixedRow> rows)
    {
        foreach (var given in rows.GroupBy(row => row.Given).OrderBy(group => group.Key))
        {
            Console.WriteLine($"\n{given.Key} given\n");
            var table = new Table(
                ("clips", 22), ("number", 6), ("IoU", 15), ("1 − IoU gone, median", 20), ("MAD", 15), ("dtSSD", 13), ("given frames", 15),
                ("processor", 9));
            foreach (var kind in given.GroupBy(row => row.Kind).Append(given.GroupBy(_ => "all").Single()))
            {
                var gone = kind.Select(row => row.Gone).Order().ToArray();
                table.Row(
                    kind.Key,
                    $"{kind.Count()}",
                    $"{kind.Average(row => row.Before.Overlap):F3} → {kind.Average(row => row.After.Overlap):F3}",
                    $"{50 * (gone[gone.Length / 2] + gone[(gone.Length - 1) / 2]):F0} %",
                    $"{kind.Average(row => row.Before.Difference):F1} → {kind.Average(row => row.After.Difference):F1}",
                    $"{kind.Average(row => row.Before.Temporal):F2} → {kind.Average(row => row.After.Temporal):F2}",
                    $"{kind.Average(row => row.GivenBefore):F4} → {kind.Average(row => row.GivenAfter):F4}",
                    $"{kind.Average(row => row.Processor):F0} s");
            }
        }
    }
}
