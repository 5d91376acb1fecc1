namespace U2Video.Pipeline.Notices;

/// <summary>
/// The times of live frames jumped so far that an output without times continues with the next frame instead of repeating one.
/// </summary>
/// <param name="Output">What the output is called.</param>
/// <param name="Jump">By how much they jumped.</param>
internal sealed record TimeJumpNotice(string Output, TimeSpan Jump) : PipelineNotice;
