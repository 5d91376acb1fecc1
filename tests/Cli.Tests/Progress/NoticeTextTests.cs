using U2Video.Cli.Progress;
using U2Video.Core.Models;
using U2Video.Pipeline.Notices;

namespace U2Video.Cli.Tests.Progress;

public class NoticeTextTests
{
    public static TheoryData<PipelineNotice, string> Notices => new()
    {
        {
            new OtherStreamsNotice("a.mkv", new(2, "mpeg4", 48, 32) { IsDefault = true }, [new(0, "mpeg4", 32, 24), new(1, null, 64, 48)]),
            "a.mkv: stream 2 (mpeg4, 48×32, default) is taken; --stream takes another: 0 (mpeg4, 32×24), 1 (unknown, 64×48)."
        },
        { new InterlacedNotice("a.mkv"), "a.mkv: is interlaced; deinterlaced on the way." },
        {
            new HighDynamicRangeNotice("a.mkv", "smpte2084") { IsToneMapped = true },
            "a.mkv: is HDR (smpte2084); tone-mapped to BT.709."
        },
        {
            new HighDynamicRangeNotice("a.mkv", "smpte2084") { IsKept = true },
            "a.mkv: is HDR (smpte2084); values and tags are kept. --tonemap makes BT.709 of it."
        },
        {
            new HighDynamicRangeNotice("a.mkv", "arib-std-b67"),
            "a.mkv: is HDR (arib-std-b67) and will look pale where eight bits without HDR tags are written; --tonemap mends that."
        },
        { new LostSoundNotice("stdin"), "stdin: its sound cannot follow from one pipe into another; name files to keep it." },
        {
            new BatchSizeNotice(4, new InputSize(352, 192), [(1, 7.04), (4, 9.96)]),
            "batches of 4 at 352x192; pictures a second tried: 1: 7.0, 4: 10.0"
        },
    };

    [Theory]
    [MemberData(nameof(Notices))]
    public void Notices_are_said_in_the_programs_words(PipelineNotice notice, string text) => Assert.Equal(text, NoticeText.Of(notice));
}
