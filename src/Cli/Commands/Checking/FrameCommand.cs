using System.Globalization;
using U2Video.Cli.Parsing;

namespace U2Video.Cli.Commands.Checking;

/// <summary>The command line that makes one frame of a checked clip, to be pasted into a shell.</summary>
/// <param name="settings">What was checked.</param>
internal sealed class FrameCommand(CheckSettings settings)
{
    private const string Harmless = "_-./=:,+@%";

    /// <summary>The command for the frame at a time.</summary>
    public string At(TimeSpan time, int number)
    {
        List<string> words = ["u2video", Quote(settings.Task.Input.Name), "--from", ClipTimeText.Exact(time), "--max-frames", "1"];
        if (settings.Task.VideoStream is { } stream)
        {
            words.AddRange(["--stream", stream.ToString(CultureInfo.InvariantCulture)]);
        }

        if (settings.Task.Matte is { } matte)
        {
            words.AddRange(["--matte", Quote(matte)]);
        }

        words.AddRange(["--cutout", string.Create(CultureInfo.InvariantCulture, $"frame{number}.png")]);
        return string.Join(' ', words);
    }

    private static string Quote(string word) =>
        word.Length > 0 && word.All(letter => char.IsAsciiLetterOrDigit(letter) || Harmless.Contains(letter, StringComparison.Ordinal))
            ? word
            : $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
