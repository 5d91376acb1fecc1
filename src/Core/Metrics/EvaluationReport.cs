using U2Video.Core.Models;

namespace U2Video.Core.Metrics;

/// <summary>What was measured of one model.</summary>
/// <remarks>Never changes, so several threads may use it at once.</remarks>
/// <param name="model">The model's name or file.</param>
/// <param name="size">How large the network saw the pictures.</param>
/// <param name="dataSets">The data sets, at least one.</param>
public sealed class EvaluationReport(string model, InputSizing size, IReadOnlyList<EvaluatedDataSet> dataSets)
{
    /// <summary>The model's name or file.</summary>
    public string Model { get; } = model;

    /// <summary>How large the network saw the pictures.</summary>
    public InputSizing Size { get; } = size;

    /// <summary>The data sets, at least one.</summary>
    public IReadOnlyList<EvaluatedDataSet> DataSets { get; } = dataSets;

    /// <summary>The pictures of all data sets summed up, each counted once.</summary>
    public EvaluationSummary Summary { get; } = EvaluationSummary.Of([.. dataSets.SelectMany(set => set.Pictures)]);
}
