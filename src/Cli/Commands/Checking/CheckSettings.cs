using U2Video.Cli.Progress;
using U2Video.Pipeline;

namespace U2Video.Cli.Commands.Checking;

/// <summary>What <c>check</c> looks at and writes.</summary>
/// <param name="Task">The clip, and how its masks are made.</param>
/// <param name="Report">The page's file, or null.</param>
/// <param name="Overwrite">Whether it may replace another.</param>
/// <param name="PrintsJson">Whether stdout is for a program.</param>
/// <param name="FailAbove">The largest doubt that is allowed, 0…1; null for any.</param>
/// <param name="Progress">How progress is shown.</param>
internal sealed record CheckSettings(
    PipelineOptions Task, string? Report, bool Overwrite, bool PrintsJson, double? FailAbove, ProgressMode Progress);
