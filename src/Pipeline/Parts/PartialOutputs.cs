using U2Video.Pipeline.Encoding;
using U2Video.Pipeline.Formats;
using U2Video.Pipeline.Media;
using U2Video.Pipeline.Outputs;

namespace U2Video.Pipeline.Parts;

/// <summary>Stores one part of each output in the output's folder of parts.</summary>
/// <param name="part">Which part.</param>
/// <param name="window">Counts the part's frames.</param>
/// <param name="keys">What is made, by output.</param>
/// <param name="timeBase">Seconds in a tick of the frames' time stamps.</param>
internal sealed class PartialOutputs(
    ClipPart part, PartWindow window, IReadOnlyDictionary<MediaOutput, PartKey> keys, Rational timeBase) : IPartialOutputs
{
    private const string LosslessCodec = "ffv1";

    private static readonly Container Nut = Containers.TryForName("nut")!;

    /// <inheritdoc/>
    public IOutputFile Open(MediaOutput output)
    {
        var key = keys[output];
        var container = key.Joining.Storage == PartStorage.Lossless ? Nut : output.Container;
        var extension = container.Extensions.Length > 0 ? container.Extensions[0] : PictureExtension(output);
        return new PartFile(new PartFolder(output.Path!), key, part, window, extension);
    }

    /// <inheritdoc/>
    public EncodingJob JobFor(EncodingJob whole) => whole with
    {
        Output = PartStorages.For(whole.Container) == PartStorage.Lossless
            ? new EncoderOptions(whole.Output.Name, Nut) { Codec = LosslessCodec }
            : whole.Output,

        // Sound, tags and numbers are those of the whole output.
        Source = whole.Source with { Tags = MediaTags.None, FirstNumber = null },
        Sound = null,
    };

    /// <inheritdoc/>
    public OutputTimeline TimelineFor(EncodingJob whole) => PartStorages.For(whole.Container) == PartStorage.Lossless
        ? new OutputTimeline(timeBase, Nut, keepsStart: true)
        : new OutputTimeline(timeBase, whole.Container, whole.HasSound) { ClipStart = keys.Values.First().Joining.ClipStart };

    private static string PictureExtension(MediaOutput output) =>
        SequenceName.IsFolder(output.Path!) ? ".png" : Path.GetExtension(output.Path!).ToLowerInvariant();
}
