using System.Globalization;
using U2Video.Pipeline.Notices;

namespace U2Video.Cli.Progress;

/// <summary>The words for what the user should know of a run.</summary>
internal static class NoticeText
{
    /// <summary>One line.</summary>
    public static string Of(PipelineNotice notice) => notice switch
    {
        OtherStreamsNotice streams =>
            $"{streams.Clip}: stream {streams.Taken} is taken; --stream takes another: {string.Join(", ", streams.Others)}.",
        InterlacedNotice interlaced => $"{interlaced.Clip}: is interlaced; deinterlaced on the way.",
        HighDynamicRangeNotice { IsToneMapped: true } hdr => $"{hdr.Clip}: is HDR ({hdr.Transfer}); tone-mapped to BT.709.",
        HighDynamicRangeNotice { IsKept: true } hdr =>
            $"{hdr.Clip}: is HDR ({hdr.Transfer}); values and tags are kept. --tonemap makes BT.709 of it.",
        HighDynamicRangeNotice hdr =>
            $"{hdr.Clip}: is HDR ({hdr.Transfer}) and will look pale where eight bits without HDR tags are written; --tonemap mends that.",
        LostSoundNotice sound => $"{sound.Clip}: its sound cannot follow from one pipe into another; name files to keep it.",
        TimeJumpNotice jump => string.Create(
            CultureInfo.InvariantCulture,
            $"{jump.Output}: times jumped by {jump.Jump.TotalSeconds:F1} s; the next frame follows at once, and none is repeated."),
        CropNotice crop => string.Create(
            CultureInfo.InvariantCulture,
            $"{crop.Clip}: cropped to {crop.Width}×{crop.Height}{(crop.Moves ? ", following the subject" : "")}."),
        BatchSizeNotice batch => string.Create(
            CultureInfo.InvariantCulture,
            $"batches of {batch.BatchSize} at {batch.Input}; pictures a second tried: {Trials(batch)}"),
        _ => throw new ArgumentOutOfRangeException(nameof(notice)),
    };

    private static string Trials(BatchSizeNotice batch) => string.Join(
        ", ", batch.Trials.Select(trial => string.Create(CultureInfo.InvariantCulture, $"{trial.BatchSize}: {trial.FramesPerSecond:F1}")));
}
