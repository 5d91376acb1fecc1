using U2Video.Core.Errors;
using U2Video.Pipeline.Encoding;

namespace U2Video.Pipeline.Outputs;

/// <summary>How outputs are stored that are made in parts, which are joined later.</summary>
internal interface IPartialOutputs
{
    /// <summary>Opens the file of a part.</summary>
    /// <param name="output">The output that it is a part of.</param>
    /// <exception cref="U2VideoException">It cannot be written.</exception>
    IOutputFile Open(MediaOutput output);

    /// <summary>How a part is encoded.</summary>
    /// <param name="whole">How the whole output would be encoded.</param>
    EncodingJob JobFor(EncodingJob whole);

    /// <summary>Places the frames of a part in time.</summary>
    /// <param name="whole">How the whole output would be encoded.</param>
    OutputTimeline TimelineFor(EncodingJob whole);
}
