namespace U2Video.Core.Metrics;

/// <summary>What was measured on one data set.</summary>
/// <remarks>Never changes, so several threads may use it at once.</remarks>
/// <param name="name">Its name or folder.</param>
/// <param name="pictures">Its pictures, at least one.</param>
public sealed class EvaluatedDataSet(string name, IReadOnlyList<EvaluatedPicture> pictures)
{
    /// <summary>Its name or folder.</summary>
    public string Name { get; } = name;

    /// <summary>Its pictures, at least one.</summary>
    public IReadOnlyList<EvaluatedPicture> Pictures { get; } = pictures;

    /// <summary>All pictures summed up.</summary>
    public EvaluationSummary Summary { get; } = EvaluationSummary.Of(pictures);
}
