namespace U2Video.Core.Metrics;

/// <summary>What was measured on one data set.</summary>
/// <param name="Name">Its name or folder.</param>
/// <param name="Pictures">Its pictures, at least one.</param>
public sealed record EvaluatedDataSet(string Name, IReadOnlyList<EvaluatedPicture> Pictures)
{
    /// <summary>All pictures summed up.</summary>
    public EvaluationSummary Summary { get; } = EvaluationSummary.Of(Pictures);
}
