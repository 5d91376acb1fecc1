using OpenCvSharp;

namespace U2Video.Pipeline.Fixing;

/// <summary>A frame for which there is a painted mask.</summary>
/// <param name="Index">The number of the frame in the clip, from 0.</param>
/// <param name="Mask">The mask, gray, of eight or sixteen bits and the frame's size.</param>
internal sealed record CorrectedFrame(long Index, Mat Mask);
