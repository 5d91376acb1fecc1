using U2Video.Pipeline.Matting.Predicting;

namespace U2Video.Cli.Commands.Models;

/// <summary>
/// What <c>--normalize auto | none | minmax</c> means for a clip. For single pictures it overrides what the model says of itself; a clip
/// has a steadier way of its own, which is left only where it is asked for.
/// </summary>
internal static class NormalizeOption
{
    /// <summary>The text is one of the three, or null where the option was not given.</summary>
    public static MaskNormalization ForClip(string? text) => text switch
    {
        "none" => MaskNormalization.None,
        "minmax" => MaskNormalization.MinMax,
        _ => MaskNormalization.Auto,
    };
}
