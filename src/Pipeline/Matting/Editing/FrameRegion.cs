using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Matting.Editing;

/// <summary>A rectangle in a frame; shares are of the frame's width and height.</summary>
/// <param name="X">Its left edge.</param>
/// <param name="Y">Its top edge.</param>
/// <param name="Width">Its width.</param>
/// <param name="Height">Its height.</param>
public sealed record FrameRegion(FrameLength X, FrameLength Y, FrameLength Width, FrameLength Height)
{
    /// <summary>As <c>10%,20,300,50%</c>.</summary>
    public override string ToString() => $"{X},{Y},{Width},{Height}";
}
