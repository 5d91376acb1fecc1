using System.Globalization;
using U2Video.Pipeline.Checking;

namespace U2Video.Cli.Commands.Checking;

/// <summary>What a check found, as lines: one for each moment, and one for all.</summary>
internal static class CheckTable
{
    private const string Gap = "  ";

    /// <summary>The lines, columns aligned.</summary>
    public static IEnumerable<string> Format(CheckedClip clip)
    {
        if (clip.Moments.Count > 0)
        {
            var worst = clip.Moments.Select(moment => clip.Frames[moment.Worst]).ToArray();
            List<string[]> rows = [["FRAME", "TIME", "DOUBT", "FRAMES"], .. clip.Moments.Select(moment => Row(clip, moment))];
            foreach (var (line, why) in TextTable.Format(rows).Zip(worst.Select(ReasonText.Of).Prepend("WHY")))
            {
                yield return line + Gap + why;
            }
        }

        yield return $"{clip.Name}: {Summary(clip)}";
    }

    /// <summary>The clip as a whole, in one line without its name.</summary>
    public static string Summary(CheckedClip clip)
    {
        var moments = clip.Moments.Count switch
        {
            0 => "no doubtful moment",
            1 => "1 doubtful moment",
            MomentFinder.Most => $"the {MomentFinder.Most} most doubtful moments",
            var count => $"{count} doubtful moments",
        };
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{Count(clip.Frames.Count)}, mean doubt {clip.MeanDoubt:F3}, largest {clip.LargestDoubt:F3}; {moments}");
    }

    /// <summary>The frames of a moment, counted from 0: <c>58–63</c>.</summary>
    public static string Frames(DoubtfulMoment moment) => string.Create(
        CultureInfo.InvariantCulture, $"{moment.First}{(moment.Length > 1 ? $"–{moment.Last}" : "")}");

    private static string Count(int frames) => frames == 1 ? "1 frame" : $"{frames} frames";

    private static string[] Row(CheckedClip clip, DoubtfulMoment moment) =>
    [
        moment.Worst.ToString(CultureInfo.InvariantCulture),
        Parsing.ClipTimeText.Readable(clip.Frames[moment.Worst].Time),
        clip.Frames[moment.Worst].Doubt.ToString("F3", CultureInfo.InvariantCulture),
        Frames(moment),
    ];
}
