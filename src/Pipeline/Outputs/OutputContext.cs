using U2Video.Pipeline.Encoding;
using U2Video.Pipeline.FFmpeg;
using U2Video.Pipeline.Media;
using U2Video.Pipeline.Stages;

namespace U2Video.Pipeline.Outputs;

/// <summary>What all outputs of a run share: where the frames come from.</summary>
/// <param name="Source">The clip.</param>
/// <param name="Video">Size and time base of its frames.</param>
/// <param name="Range">Which of them are wanted.</param>
/// <param name="SpooledSound">The sound of a piped clip, complete when all frames are read; null where there is none.</param>
/// <param name="Times">Told how long things take.</param>
internal sealed record OutputContext(MediaInfo Source, VideoFormat Video, ClipRange Range, Soundtrack? SpooledSound, StageTimes Times)
{
    /// <summary>Whether sound is wanted.</summary>
    public bool KeepAudio { get; init; } = true;

    /// <summary>Whether a high dynamic range was brought to that of BT.709.</summary>
    public bool ToneMap { get; init; }

    /// <summary>How often what is played again is played in all, 0 for without end; null: as often as the clip.</summary>
    public int? Plays { get; init; }

    /// <summary>What ffmpeg is told for an output.</summary>
    public EncodingJob JobFor(MediaOutput output) => new(output.Encoder, Source)
    {
        Color = ToneMap && Source.Color.IsHighDynamicRange ? ColorSpace.Srgb : Source.Color,
        Sound = SoundFor(output),
        LastFrameDuration = Source.LastFrameDuration,
        From = Range.Start,
        Plays = Math.Min(Plays ?? Source.Plays ?? 0, ushort.MaxValue),
    };

    private Soundtrack? SoundFor(MediaOutput output)
    {
        if (!KeepAudio || Source.IsPicture || !output.Container.HoldsSound)
        {
            return null;
        }

        if (Source.Location is not { } location)
        {
            return output.IsStream ? null : SpooledSound;
        }

        return new Soundtrack(location, Source.AudioCodecs, Source.SubtitleCodecs)
        {
            ClockArguments = InputArguments.Clock(Source),
            From = Range.Start,
            Length = (Source.RangeEnd ?? Range.To) - Range.Start,
        };
    }
}
