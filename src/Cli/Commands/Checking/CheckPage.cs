using U2Video.Cli.Parsing;
using U2Video.Pipeline.Checking;
using U2Video.Pipeline.Checking.Report;

namespace U2Video.Cli.Commands.Checking;

/// <summary>Puts what a check found into the words of its page.</summary>
internal static class CheckPage
{
    /// <summary>What the page shows.</summary>
    public static DoubtPage Of(CheckedClip clip, FrameCommand command) => new(
        clip.Name,
        CheckTable.Summary(clip),
        [.. clip.Frames.Select(frame => (frame.Time, frame.Doubt))],
        [.. clip.Moments.Select((moment, i) => Card(clip, moment, clip.Pictures[i], command))]);

    private static DoubtCard Card(CheckedClip clip, DoubtfulMoment moment, byte[] picture, FrameCommand command)
    {
        var worst = clip.Frames[moment.Worst];
        var why = ReasonText.Of(worst);
        return new DoubtCard
        {
            Time = ClipTimeText.Readable(worst.Time),
            Frames = moment.Length > 1 ? $"frame {moment.Worst} of {CheckTable.Frames(moment)}" : $"frame {moment.Worst}",
            Doubt = worst.Doubt,
            Why = char.ToUpperInvariant(why[0]) + why[1..],
            Command = command.At(worst.Time, moment.Worst),
            Jpeg = picture,
            First = moment.First,
            Last = moment.Last,
        };
    }
}
