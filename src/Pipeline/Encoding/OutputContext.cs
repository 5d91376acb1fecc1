using U2Video.Pipeline.Decoding;
using U2Video.Pipeline.Media;
using U2Video.Pipeline.Nut;

namespace U2Video.Pipeline.Encoding;

/// <summary>What all outputs of a run share: where the frames come from.</summary>
/// <param name="Source">The clip.</param>
/// <param name="Video">Size and time base of its frames.</param>
/// <param name="Part">What of it is wanted.</param>
/// <param name="LaidAsidePath">Where the sound of a piped clip is laid aside; null if it is not.</param>
/// <param name="KeepAudio">Whether sound is wanted.</param>
/// <param name="Times">Told how long things take.</param>
internal sealed record OutputContext(
    MediaInfo Source, NutVideoStream Video, DecoderOptions Part, string? LaidAsidePath, bool KeepAudio, StageTimes Times)
{
    /// <summary>The sound that was laid aside, to be added when a video is finished.</summary>
    public Soundtrack? LaidAsideSound => LaidAsidePath is null ? null : new Soundtrack(LaidAsidePath, Source, Part);

    /// <summary>What ffmpeg is told for an output.</summary>
    public EncodingJob JobFor(MediaOutput output) => new(output, output.Container, Source)
    {
        Colour = Part.ToneMap && Source.Colour.IsHighDynamicRange ? ColourSpace.Srgb : Source.Colour,
        Sound = KeepAudio && Source.Path is { } path && !Source.IsPicture && output.Container.AudioArguments is not null
            ? new Soundtrack(path, Source, Part)
            : null,
        LastFrameDuration = Source.LastFrameDuration,
    };
}
