using U2Video.Core.Errors;
using U2Video.Pipeline.Cropping;
using U2Video.Pipeline.Media;
using U2Video.Pipeline.Outputs;
using U2Video.Pipeline.Parts;

namespace U2Video.Pipeline.Tests.Parts;

/// <summary>What cannot be made in parts is refused before any work.</summary>
public sealed class PartLimitsTests
{
    private static readonly PropertyName Part = new Division.Into(2).Option;

    private static PipelineOptions Plain => new() { Input = "in.mp4", Outputs = [new MaskOutput { Path = "out.mkv" }] };

    [Fact]
    public void A_file_in_and_a_clip_out_can() => PartLimits.Check(Plain, Part);

    [Fact]
    public void Streams_and_sequences_in_cannot()
    {
        AssertRefused(Plain with { Input = MediaSource.FromStream(Stream.Null) }, "the stream is not a file that every part could read");
        AssertRefused(Plain with { Input = MediaSource.FromSequence("a-%d.png") }, "is not a file that every part could read");
    }

    [Fact]
    public void Streams_sheets_and_stills_out_cannot()
    {
        AssertRefused(Out(new MaskOutput { Stream = Stream.Null }), "is a stream, in which parts cannot wait to be joined");
        AssertRefused(Out(new SheetOutput { Path = "sheet.png" }), "shows the whole clip");
        AssertRefused(Out(new MaskOutput { Path = "one.png" }), "is one picture");
        AssertRefused(Plain with { Outputs = [], Matte = "in.matte" }, "there is no output to make parts of");
    }

    [Fact]
    public void What_depends_on_the_whole_clip_cannot()
    {
        AssertRefused(Plain with { Crop = new SubjectCrop() }, "has to see the whole clip first");
        AssertRefused(Plain with { Reuse = 1 }, "a frame depends on the clip's beginning");
    }

    private static PipelineOptions Out(MediaOutput output) => Plain with { Outputs = [output] };

    private static void AssertRefused(PipelineOptions options, string why)
    {
        var error = Assert.Throws<UsageException>(() => PartLimits.Check(options, Part));

        Assert.Contains(why, error.Message, StringComparison.Ordinal);
    }
}
