using U2Video.Core.Models;

namespace U2Video.Pipeline.Notices;

/// <summary>A trial decided how many frames go through the network together.</summary>
/// <param name="BatchSize">How many.</param>
/// <param name="Input">The size of the network's input.</param>
/// <param name="Trials">The batch sizes that were tried, and how many frames a second they made.</param>
public sealed record BatchSizeNotice(int BatchSize, InputSize Input, IReadOnlyList<(int BatchSize, double FramesPerSecond)> Trials)
    : PipelineNotice;
