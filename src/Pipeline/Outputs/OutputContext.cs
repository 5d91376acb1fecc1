using U2Video.Pipeline.Encoding;
using U2Video.Pipeline.FFmpeg;
using U2Video.Pipeline.Formats;
using U2Video.Pipeline.Media;
using U2Video.Pipeline.Notices;
using U2Video.Pipeline.Stages;

namespace U2Video.Pipeline.Outputs;

/// <summary>What all outputs of a run share: the clip that the frames come from.</summary>
/// <param name="Source">The clip.</param>
/// <param name="Video">What its frames are.</param>
/// <param name="Range">Which of its frames are wanted.</param>
/// <param name="SpooledSound">The sound of a piped clip, complete when all frames are read; null where there is none.</param>
/// <param name="Times">Adds up how long the stages are busy.</param>
internal sealed record OutputContext(MediaInfo Source, VideoFormat Video, ClipRange Range, Soundtrack? SpooledSound, StageTimes Times)
{
    /// <summary>Whether sound is wanted.</summary>
    public bool KeepAudio { get; init; } = true;

    /// <summary>Whether a high dynamic range was brought to that of BT.709.</summary>
    public bool ToneMap { get; init; }

    /// <summary>Whether frames of linear light keep highlights that are brighter than white.</summary>
    public bool KeepHighlights { get; init; }

    /// <summary>How often animations are played in all, 0 for without end; null for as often as the clip.</summary>
    public int? Plays { get; init; }

    /// <summary>How outputs are stored that are made in parts; null where each is written whole.</summary>
    public IPartialOutputs? Parts { get; init; }

    /// <summary>Is told when frames were handed to encoders; null where the delay does not matter.</summary>
    public LiveFlow? Live { get; init; }

    /// <summary>Called with what the user should know.</summary>
    public Action<PipelineNotice>? Notice { get; init; }

    /// <summary>How ffmpeg encodes an output.</summary>
    public EncodingJob JobFor(MediaOutput output) => JobFor(output.Encoder, output.IsStream);

    /// <summary>How ffmpeg encodes an output.</summary>
    /// <param name="encoder">How the user wants it.</param>
    /// <param name="isStream">Whether it goes where nothing can be sought.</param>
    public EncodingJob JobFor(EncoderOptions encoder, bool isStream) => new(encoder, Source)
    {
        IsLive = Live is not null,
        Color = ToneMap && Source.Color.IsHighDynamicRange ? ColorSpace.Srgb : Source.Color,
        HasHighlights = KeepHighlights && Source.IsLinear,
        Sound = SoundFor(encoder.Container, isStream),
        LastFrameDuration = Source.LastFrameDuration,
        From = Range.Start,
        Plays = Math.Min(Plays ?? Source.Plays ?? 0, ushort.MaxValue),
    };

    private Soundtrack? SoundFor(Container container, bool isStream)
    {
        if (!KeepAudio || Source.IsPicture || !container.HoldsSound)
        {
            return null;
        }

        if (Source.Location is not { } location)
        {
            return isStream ? null : SpooledSound;
        }

        return new Soundtrack(location, Source.AudioCodecs, Source.SubtitleCodecs)
        {
            ClockArguments = InputArguments.Clock(Source),
            From = Range.Start,
            Length = (Source.RangeEnd ?? Range.To) - Range.Start,
        };
    }
}
