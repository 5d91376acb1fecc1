namespace U2Video.Pipeline.Notices;

/// <summary>The clip comes through a stream and an output goes into one, so that its sound cannot be kept.</summary>
/// <param name="Clip">What the clip is called.</param>
public sealed record LostSoundNotice(string Clip) : PipelineNotice;
