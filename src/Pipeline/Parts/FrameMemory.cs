using U2Video.Core.Inference;
using U2Video.Core.Models;
using U2Video.Pipeline.Matting;
using U2Video.Pipeline.Matting.Predicting;
using U2Video.Pipeline.Matting.Smoothing;

namespace U2Video.Pipeline.Parts;

/// <summary>How far a frame's matte depends on the frames around it.</summary>
/// <param name="Before">How many frames before it count, unless a scene begins later.</param>
/// <param name="After">How many frames behind it count.</param>
/// <param name="Reach">Whether more than <paramref name="Before"/> frames count.</param>
internal sealed record FrameMemory(int Before, int After, MemoryReach Reach)
{
    /// <summary>The memory of a run.</summary>
    /// <param name="matting">How frames are matted.</param>
    /// <param name="network">What is known of the network.</param>
    public static FrameMemory Of(MattingOptions matting, PredictorFacts network)
    {
        var edits = matting.Edits;
        var window = matting.Smoothing.Mode == SmoothingMode.Lookahead ? matting.Smoothing.Radius : 0;
        var isSteady = matting.Normalization == MaskNormalization.Auto && network.Output == OutputNormalization.MinMax;
        var reach = edits.Picks.Count > 0 ? MemoryReach.Clip
            : isSteady || matting.Smoothing.Mode == SmoothingMode.Ema
                || edits.FillHoles is not null || edits.DropSpecks is not null || edits.Keep is not null ? MemoryReach.Scene
            : MemoryReach.Window;
        return new FrameMemory(window, window, reach);
    }
}
