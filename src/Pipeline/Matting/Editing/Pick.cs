using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Matting.Editing;

/// <summary>A place that shows which part of the subject is wanted. The part is followed from frame to frame by overlap.</summary>
/// <param name="X">From the left edge of the frame; a share is one of its width.</param>
/// <param name="Y">From the top edge of the frame; a share is one of its height.</param>
/// <param name="At">The time from which the pick holds, on the clock of the frames; before it, it has no say.</param>
public sealed record Pick(FrameLength X, FrameLength Y, TimeSpan At = default);
