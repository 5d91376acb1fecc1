namespace U2Video.Pipeline.Checking.Report;

/// <summary>What the report of a check shows; all texts are plain.</summary>
/// <param name="Title">The clip.</param>
/// <param name="Summary">The clip as a whole, in one line.</param>
/// <param name="Doubts">When each frame is shown, and its doubt, 0…1; at least one.</param>
/// <param name="Cards">The moments, the worst first.</param>
internal sealed record DoubtPage(
    string Title, string Summary, IReadOnlyList<(TimeSpan Time, double Doubt)> Doubts, IReadOnlyList<DoubtCard> Cards);
