namespace U2Video.Cli.Progress;

/// <summary>How far some work is, in the terms of a display.</summary>
/// <param name="Text">What is done and how quickly.</param>
/// <param name="Value">What is done, in any unit.</param>
/// <param name="Total">What there is to do in that unit; null where unknown.</param>
/// <param name="Remaining">How long it will take still; null where unknown.</param>
internal sealed record ProgressState(string Text, double Value, double? Total, TimeSpan? Remaining);
