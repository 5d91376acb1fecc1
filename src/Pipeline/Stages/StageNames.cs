namespace U2Video.Pipeline.Stages;

/// <summary>The rooms that a frame goes through, as summaries call them.</summary>
internal static class StageNames
{
    public const string Decode = "decode";
    public const string Resize = "resize";
    public const string Network = "network";
    public const string Smooth = "smooth";
    public const string Composite = "composite";
    public const string Encode = "encode";

    /// <summary>All, in a frame's order.</summary>
    public static IReadOnlyList<string> All { get; } = [Decode, Resize, Network, Smooth, Composite, Encode];
}
