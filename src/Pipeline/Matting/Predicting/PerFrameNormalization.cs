using U2Video.Core.Models;

namespace U2Video.Pipeline.Matting.Predicting;

/// <summary>The part of a clip's normalization that is done to each mask by itself, before masks are compared over time.</summary>
internal static class PerFrameNormalization
{
    /// <summary>How the network has to normalize each mask.</summary>
    public static OutputNormalization Of(MaskNormalization clip) =>
        clip == MaskNormalization.MinMax ? OutputNormalization.MinMax : OutputNormalization.None;
}
