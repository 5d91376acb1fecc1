using U2Video.Core.Models;

namespace U2Video.Core.Metrics;

/// <summary>The measurements of one model.</summary>
/// <remarks>It is immutable, so several threads may use it at once.</remarks>
/// <param name="model">The model's name or file.</param>
/// <param name="size">The size of the network's input.</param>
/// <param name="dataSets">The data sets, at least one.</param>
internal sealed class EvaluationReport(string model, InputSizing size, IReadOnlyList<EvaluatedDataSet> dataSets)
{
    /// <summary>The model's name or file.</summary>
    public string Model { get; } = model;

    /// <summary>The size of the network's input.</summary>
    public InputSizing Size { get; } = size;

    /// <summary>The data sets, at least one.</summary>
    public IReadOnlyList<EvaluatedDataSet> DataSets { get; } = dataSets;

    /// <summary>The summary over the pictures of all data sets, each counted once.</summary>
    public EvaluationSummary Summary { get; } = EvaluationSummary.Of([.. dataSets.SelectMany(set => set.Pictures)]);
}
