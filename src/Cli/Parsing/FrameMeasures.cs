using U2Video.Core.Errors;
using U2Video.Pipeline.Matting.Editing;
using U2Video.Pipeline.Media;

namespace U2Video.Cli.Parsing;

/// <summary>Reads lengths, areas and places in a frame: numbers of pixels such as <c>12.5</c>, or shares such as <c>2%</c>.</summary>
internal static class FrameMeasures
{
    /// <summary>A length.</summary>
    /// <exception cref="UsageException">It is none.</exception>
    public static FrameLength Length(string option, string text) =>
        TryLength(text) ?? throw new UsageException($"{option} {text}: give a number of pixels, or a share such as 2%.");

    /// <summary>An area.</summary>
    /// <exception cref="UsageException">It is none.</exception>
    public static FrameArea Area(string option, string text) =>
        TryLength(text) is { } area
            ? new FrameArea(area.Value, area.IsShare)
            : throw new UsageException($"{option} {text}: give a number of pixels, or a share of the frame such as 0.1%.");

    /// <summary>A rectangle: <c>X,Y,WIDTH,HEIGHT</c>.</summary>
    /// <exception cref="UsageException">It is none.</exception>
    public static FrameRegion Region(string option, string text) =>
        text.Split(',').Select(TryLength).ToArray() is [{ } x, { } y, { } width, { } height]
            ? new FrameRegion(x, y, width, height)
            : throw new UsageException($"{option} {text}: give X,Y,WIDTH,HEIGHT in pixels or shares, such as 0,10%,50%,90%.");

    /// <summary>A place and the time from which it holds: <c>X,Y[@TIME]</c>.</summary>
    /// <exception cref="UsageException">It is none.</exception>
    public static Pick Pick(string option, string text)
    {
        var parts = text.Split('@');
        return parts.Length <= 2 && parts[0].Split(',').Select(TryLength).ToArray() is [{ } x, { } y]
            ? new Pick(x, y, parts.Length > 1 ? ClipTime.Parse($"{option} {parts[0]}@", parts[1]) ?? TimeSpan.Zero : TimeSpan.Zero)
            : throw new UsageException(
                $"{option} {text}: give X,Y in pixels or shares, and from when it holds, such as 640,300 or 50%,40%@2.5.");
    }

    /// <summary>Levels: <c>LOW:HIGH[:GAMMA]</c>.</summary>
    /// <exception cref="UsageException">They are none.</exception>
    public static Levels Levels(string option, string text) => text.Split(':').Select(NumberText.Real).ToArray() switch
    {
        [{ } low, { } high] => new Levels(low, high),
        [{ } low, { } high, { } gamma] => new Levels(low, high, gamma),
        _ => throw new UsageException($"{option} {text}: give LOW:HIGH or LOW:HIGH:GAMMA, such as 0.1:0.9 or 0:0.8:1.5."),
    };

    private static FrameLength? TryLength(string text) => text.EndsWith('%')
        ? NumberText.Real(text[..^1]) is { } percent ? new FrameLength(percent / 100, IsShare: true) : null
        : NumberText.Real(text) is { } pixels ? new FrameLength(pixels) : null;
}
