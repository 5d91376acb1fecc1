using U2Video.Pipeline.Decoding;
using U2Video.Pipeline.Media;
using U2Video.Pipeline.Nut;

namespace U2Video.Pipeline.Encoding;

/// <summary>What all outputs of a run share: where the frames come from.</summary>
/// <param name="Source">The clip.</param>
/// <param name="Video">Size and time base of its frames.</param>
/// <param name="Part">What of it is wanted.</param>
/// <param name="LaidAside">The sound of a piped clip, whole when all frames are read; null where there is none.</param>
/// <param name="KeepAudio">Whether sound is wanted.</param>
/// <param name="Times">Told how long things take.</param>
internal sealed record OutputContext(
    MediaInfo Source, NutVideoStream Video, DecoderOptions Part, Soundtrack? LaidAside, bool KeepAudio, StageTimes Times)
{
    /// <summary>How often what is played again is played in all, 0 for without end; null: as often as the clip.</summary>
    public int? Plays { get; init; }

    /// <summary>What ffmpeg is told for an output.</summary>
    public EncodingJob JobFor(MediaOutput output) => new(output, output.Container, Source)
    {
        Colour = Part.ToneMap && Source.Colour.IsHighDynamicRange ? ColourSpace.Srgb : Source.Colour,
        Sound = SoundFor(output),
        LastFrameDuration = Source.LastFrameDuration,
        From = Part.From ?? TimeSpan.Zero,
        Plays = Math.Min(Plays ?? Source.Plays ?? 0, ushort.MaxValue),
    };

    private Soundtrack? SoundFor(MediaOutput output)
    {
        if (!KeepAudio || Source.IsPicture || !output.Container.HoldsSound)
        {
            return null;
        }

        if (Source.Path is not { } path)
        {
            return output.IsStream ? null : LaidAside;
        }

        var from = Part.From ?? TimeSpan.Zero;
        return new Soundtrack(path, Source.AudioCodecs, Source.SubtitleCodecs)
        {
            ClockArguments = Source.ClockArguments,
            From = from,
            Length = (Source.PartEnd ?? Part.To) - from,
        };
    }
}
