using U2Video.Pipeline.Checking;

namespace U2Video.Cli.Commands.Checking;

/// <summary>The words for why a frame is doubtful.</summary>
internal static class ReasonText
{
    /// <summary>All reasons of a frame, the weightiest first.</summary>
    public static string Of(CheckedFrame frame) => string.Join(", ", frame.Reasons.Select(Of));

    /// <summary>The words for people.</summary>
    public static string Of(DoubtReason reason) => reason switch
    {
        DoubtReason.SoftMask => "mask is half transparent",
        DoubtReason.Faint => "only traces of a subject",
        DoubtReason.Unsure => "mirrored or smaller, it has another mask",
        DoubtReason.Flicker => "mask flickers",
        DoubtReason.Holes => "mask has holes",
        DoubtReason.Torn => "mask is torn",
        DoubtReason.Missing => "subject is missing",
        DoubtReason.Smaller => "suddenly smaller",
        DoubtReason.Larger => "suddenly larger",
        _ => throw new ArgumentOutOfRangeException(nameof(reason)),
    };

    /// <summary>The word for programs.</summary>
    public static string Name(DoubtReason reason) => reason switch
    {
        DoubtReason.SoftMask => "soft-mask",
        _ => reason.ToString().ToLowerInvariant(),
    };
}
