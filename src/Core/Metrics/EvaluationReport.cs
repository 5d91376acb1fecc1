namespace U2Video.Core.Metrics;

/// <summary>What was measured of one model.</summary>
/// <param name="model">The model's name or file.</param>
/// <param name="size">The side of the square that the network saw, in pixels.</param>
/// <param name="dataSets">The data sets, at least one.</param>
public sealed class EvaluationReport(string model, int size, IReadOnlyList<EvaluatedDataSet> dataSets)
{
    /// <summary>The model's name or file.</summary>
    public string Model { get; } = model;

    /// <summary>The side of the square that the network saw, in pixels.</summary>
    public int Size { get; } = size;

    /// <summary>The data sets, at least one.</summary>
    public IReadOnlyList<EvaluatedDataSet> DataSets { get; } = dataSets;

    /// <summary>The pictures of all data sets summed up, each counted once.</summary>
    public EvaluationSummary Summary { get; } = EvaluationSummary.Of([.. dataSets.SelectMany(set => set.Pictures)]);
}
