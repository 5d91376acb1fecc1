using U2Video.Core.Training;

namespace U2Video.Reporting;

/// <summary>All that is kept of how a training run went.</summary>
/// <param name="Epochs">In order.</param>
/// <param name="Steps">In order; at most some 100,000.</param>
internal sealed record RunHistory(IReadOnlyList<EpochRecord> Epochs, IReadOnlyList<StepLoss> Steps)
{
    /// <summary>The last epoch that did better than all before it; null before the first has ended.</summary>
    public EpochRecord? Best => Epochs.LastOrDefault(epoch => epoch.IsBest);
}
