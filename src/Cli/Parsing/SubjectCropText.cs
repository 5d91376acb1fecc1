using U2Video.Core.Errors;
using U2Video.Pipeline.Cropping;

namespace U2Video.Cli.Parsing;

/// <summary>Reads how outputs are cropped: <c>subject[:MARGIN]</c> or <c>follow[:MARGIN]</c>.</summary>
internal static class SubjectCropText
{
    /// <exception cref="UsageException">It is neither.</exception>
    public static SubjectCrop Parse(string option, string text)
    {
        var parts = text.Split(':');
        bool? follows = parts[0] switch { "subject" => false, "follow" => true, _ => null };
        return follows is { } known && parts.Length <= 2
            ? new SubjectCrop(known, parts.Length > 1 ? FrameMeasures.Length($"{option} {parts[0]}:", parts[1]) : default)
            : throw new UsageException(
                $"{option} {text}: give subject or follow, and a margin if wanted, such as subject:20 or follow:5%.");
    }
}
