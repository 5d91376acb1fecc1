using U2Video.Core.Errors;
using U2Video.Pipeline.Fixing;

namespace U2Video.Cli.Parsing;

/// <summary>
/// Reads what names a frame of a clip: a whole number counts frames from 0; seconds with a point and <c>m:ss</c> are times.
/// </summary>
internal static class FrameKeyText
{
    /// <summary>The frame that a text names.</summary>
    /// <exception cref="UsageException">It names none.</exception>
    public static FrameKey Parse(string option, string text)
    {
        if (NumberText.Whole(text) is >= 0 and var number)
        {
            return new FrameKey.Number(text, number);
        }

        try
        {
            return new FrameKey.Time(text, ClipTime.Parse(option, text)!.Value);
        }
        catch (UsageException error)
        {
            throw new UsageException(
                $"{option} {text}: give the number of a frame, counted from 0, or a time like 12.5 or 1:02.", error);
        }
    }

    /// <summary>A frame and the mask that is painted for it: <c>120=mask.png</c>.</summary>
    /// <exception cref="UsageException">It is not written like that.</exception>
    public static Correction ParseCorrection(string option, string text) =>
        text.Split('=', 2) is [{ Length: > 0 } key, { Length: > 0 } path]
        ? new Correction(Parse(option, key), path)
        : throw new UsageException($"{option} {text}: give a frame and the picture of its mask, like 120=mask.png or 0:04.8=mask.png.");
}
