namespace U2Video.Core.Metrics;

/// <summary>The measurements of one data set.</summary>
/// <remarks>It is immutable, so several threads may use it at once.</remarks>
/// <param name="name">The data set's name or folder.</param>
/// <param name="pictures">The data set's pictures, at least one.</param>
internal sealed class EvaluatedDataSet(string name, IReadOnlyList<EvaluatedPicture> pictures)
{
    /// <summary>The data set's name or folder.</summary>
    public string Name { get; } = name;

    /// <summary>Its pictures, at least one.</summary>
    public IReadOnlyList<EvaluatedPicture> Pictures { get; } = pictures;

    /// <summary>The summary over all pictures.</summary>
    public EvaluationSummary Summary { get; } = EvaluationSummary.Of(pictures);
}
