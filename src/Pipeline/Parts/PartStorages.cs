using U2Video.Pipeline.Formats;

namespace U2Video.Pipeline.Parts;

/// <summary>Chooses how parts are stored.</summary>
internal static class PartStorages
{
    // Palettes and animations, and streams of raw pixels.
    private static readonly string[] InOnePiece = ["gif", "apng", "webp", "y4m", "rawvideo"];

    /// <summary>How parts of an output in a container are stored.</summary>
    public static PartStorage For(Container container) =>
        container.IsSequence ? PartStorage.Pictures
        : InOnePiece.Contains(container.Name) ? PartStorage.Lossless
        : PartStorage.Encoded;
}
