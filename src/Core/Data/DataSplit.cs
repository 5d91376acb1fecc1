using U2Video.Core.Data.Splits;

namespace U2Video.Core.Data;

/// <summary>
/// Which pairs are for training, for choosing the best checkpoint, and for measuring it. No pair is in two lists.
/// </summary>
/// <param name="Training">Pairs to train on.</param>
/// <param name="Validation">Pairs to measure on after each epoch.</param>
/// <param name="Test">Pairs to measure the finished network on.</param>
public sealed record DataSplit(
    IReadOnlyList<TrainingPair> Training, IReadOnlyList<TrainingPair> Validation, IReadOnlyList<TrainingPair> Test)
{
    /// <summary>Splits each data set by itself and joins the results.</summary>
    /// <param name="folders">The data sets.</param>
    /// <param name="rule">How they are split.</param>
    /// <param name="without">
    /// Bad pairs to leave out. They still take part in the split, so that repairing them does not move other pairs.
    /// </param>
    /// <exception cref="Errors.InputException">The rule does not fit the data.</exception>
    public static DataSplit Make(IReadOnlyList<DataFolder> folders, SplitRule rule, IReadOnlyCollection<BadPair> without)
    {
        var unusable = without.Select(bad => bad.Pair).OfType<TrainingPair>().ToHashSet();
        var parts = folders.Zip(rule.Divide([.. folders.Select(folder => new PairNames(folder.Path, folder.Names))]), (folder, names) =>
        {
            var pairs = folder.Pairs.Where(pair => !unusable.Contains(pair)).ToDictionary(pair => pair.Name);
            return new DataSplit(Pick(names.Training), Pick(names.Validation), Pick(names.Test));

            List<TrainingPair> Pick(IEnumerable<string> chosen) => [.. chosen.Where(pairs.ContainsKey).Select(name => pairs[name])];
        }).ToList();
        return new DataSplit(
            [.. parts.SelectMany(part => part.Training)],
            [.. parts.SelectMany(part => part.Validation)],
            [.. parts.SelectMany(part => part.Test)]);
    }
}
