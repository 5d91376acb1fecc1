namespace U2Video.Pipeline.Stages;

/// <summary>The stages that a frame goes through, as progress and summaries name them.</summary>
internal static class StageNames
{
    /// <summary>Decodes the clip to frames.</summary>
    public const string Decode = "decode";

    /// <summary>Brings frames to the network's size and finds cuts.</summary>
    public const string Resize = "resize";

    /// <summary>Asks the network for masks.</summary>
    public const string Predict = "predict";

    /// <summary>Normalizes and smooths masks over time.</summary>
    public const string Smooth = "smooth";

    /// <summary>Brings masks to the frames' size, along the frames' edges.</summary>
    public const string Matte = "matte";

    /// <summary>Draws the outputs' frames.</summary>
    public const string Composite = "composite";

    /// <summary>Encodes the outputs.</summary>
    public const string Encode = "encode";

    /// <summary>All, in the order in which a frame goes through them.</summary>
    public static IReadOnlyList<string> All { get; } = [Decode, Resize, Predict, Smooth, Matte, Composite, Encode];
}
