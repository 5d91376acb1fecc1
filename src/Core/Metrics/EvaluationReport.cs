namespace U2Video.Core.Metrics;

/// <summary>What was measured of one model.</summary>
/// <param name="Model">The model's name or file.</param>
/// <param name="Size">The side of the square that the network saw, in pixels.</param>
/// <param name="DataSets">The data sets, at least one.</param>
public sealed record EvaluationReport(string Model, int Size, IReadOnlyList<EvaluatedDataSet> DataSets)
{
    /// <summary>The pictures of all data sets summed up, each counted once.</summary>
    public EvaluationSummary Summary { get; } = EvaluationSummary.Of([.. DataSets.SelectMany(set => set.Pictures)]);
}
