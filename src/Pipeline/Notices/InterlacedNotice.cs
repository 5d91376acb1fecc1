namespace U2Video.Pipeline.Notices;

/// <summary>The clip is interlaced; it is deinterlaced while it is decoded.</summary>
/// <param name="Clip">What the clip is called.</param>
public sealed record InterlacedNotice(string Clip) : PipelineNotice;
