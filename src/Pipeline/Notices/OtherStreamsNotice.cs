using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Notices;

/// <summary>The clip has several video streams, and none was asked for.</summary>
/// <param name="Clip">What the clip is called.</param>
/// <param name="Taken">The stream that is taken.</param>
/// <param name="Others">The streams that could have been taken.</param>
public sealed record OtherStreamsNotice(string Clip, VideoStreamInfo Taken, IReadOnlyList<VideoStreamInfo> Others) : PipelineNotice;
