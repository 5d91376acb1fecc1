using U2Video.Core.Errors;
using U2Video.Pipeline.Compositing.Backgrounds;
using U2Video.Pipeline.Media;
using U2Video.Pipeline.Outputs;

namespace U2Video.Pipeline.Tests.Hostile;

/// <summary>Whatever a file holds, ffmpeg opens no other because of it.</summary>
public sealed class ForeignReferenceTests : IClassFixture<TinyPredictor>, IDisposable
{
    private const string Playlist = "#EXTM3U\n#EXT-X-VERSION:3\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nother.ts\n#EXT-X-ENDLIST\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("u2video-").FullName;
    private readonly TinyPredictor _shared;
    private readonly string _other;

    public ForeignReferenceTests(TinyPredictor shared)
    {
        _shared = shared;
        _other = Path.Combine(_folder, "other.ts");
        Ffmpeg.Run("-f", "lavfi", "-i", "testsrc2=s=48x32:r=25:d=0.4", "-c:v", "mpeg2video", _other);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public static TheoryData<string, string> References => new()
    {
        { "list.m3u8", Playlist },
        { "list.mp4", Playlist },
        { "list.gif", Playlist },
        { "list.ffconcat", "ffconcat version 1.0\nfile other.ts\n" },
        { "concat.mp4", "ffconcat version 1.0\nfile other.ts\n" },
        { "session.sdp",
            "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5004 RTP/AVP 96\na=rtpmap:96 H264/90000\n" },
        { "session.mp4",
            "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5004 RTP/AVP 96\na=rtpmap:96 H264/90000\n" },
        {
            "manifest.mpd", """
            <?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" mediaPresentationDuration="PT1S"
            profiles="urn:mpeg:dash:profile:isoff-main:2011">
            <Period><AdaptationSet mimeType="video/mp4"><Representation id="1" bandwidth="1000"><BaseURL>other.ts</BaseURL>
            <SegmentList duration="1"><SegmentURL media="other.ts"/></SegmentList></Representation></AdaptationSet></Period></MPD>
            """
        },
        { "picture.svg",
            """<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16"><image href="other.png" width="16" height="16"/></svg>""" },
        { "picture.png",
            """<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" width="16" height="16"><rect width="9" height="9"/></svg>""" },
        { "script.avs", "DirectShowSource(\"other.ts\")" },
    };

    [Theory]
    [MemberData(nameof(References))]
    public async Task A_file_that_names_others_is_refused(string name, string content)
    {
        var path = Path.Combine(_folder, name);
        await File.WriteAllTextAsync(path, content, TestContext.Current.CancellationToken);

        var error = await Assert.ThrowsAsync<InputException>(() => RunAsync(path));

        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(References))]
    public async Task So_it_is_in_a_pipe(string name, string content)
    {
        using var pipe = new MemoryStream(System.Text.Encoding.UTF8.GetBytes(content));

        await Assert.ThrowsAsync<InputException>(() => RunAsync(MediaSource.FromStream(pipe, name)));
    }

    [Theory]
    [InlineData("list.m3u8", Playlist)]
    [InlineData("list.ffconcat", "ffconcat version 1.0\nfile other.ts\n")]
    public void Ffmpeg_left_alone_would_follow(string name, string content)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, content);

        Assert.Contains("mpeg2video", Ffmpeg.Codecs(path));
    }

    [Theory]
    [InlineData("concat:OTHER|OTHER")]
    [InlineData("subfile,,start,0,end,100,,:OTHER")]
    [InlineData("async:OTHER")]
    [InlineData("cache:OTHER")]
    [InlineData("crypto:OTHER")]
    [InlineData("file:OTHER")]
    [InlineData("data:video/mp4;base64,AAAA")]
    [InlineData("pipe:0")]
    [InlineData("http://127.0.0.1:9/clip.mp4")]
    [InlineData("tcp://127.0.0.1:9")]
    [InlineData("lavfi:testsrc")]
    [InlineData("-i")]
    public async Task A_name_that_is_a_protocol_is_only_a_name(string name) =>
        await Assert.ThrowsAsync<InputException>(() => RunAsync(name.Replace("OTHER", _other, StringComparison.Ordinal)));

    [Fact]
    public async Task Three_files_of_planes_are_not_one_input()
    {
        foreach (var plane in new[] { "x.y", "x.u", "x.v" })
        {
            await File.WriteAllBytesAsync(Path.Combine(_folder, plane), new byte[48 * 32], TestContext.Current.CancellationToken);
        }

        await Assert.ThrowsAsync<InputException>(() => RunAsync(Path.Combine(_folder, "x.y")));
    }

    [Fact]
    public async Task A_background_is_held_to_the_same()
    {
        var list = Path.Combine(_folder, "list.m3u8");
        await File.WriteAllTextAsync(list, Playlist, TestContext.Current.CancellationToken);
        var composite = new CompositeOutput
        {
            Path = Path.Combine(_folder, "out.mp4"),
            Background = BackgroundSpec.FromFile(list),
        };

        await Assert.ThrowsAsync<InputException>(() => RunAsync(_other, composite));
    }

    private Task<PipelineProgress> RunAsync(MediaSource input, MediaOutput? output = null) => new VideoPipeline(_shared.Predictor).RunAsync(
        new PipelineOptions { Input = input, Outputs = [output ?? new MaskOutput { Path = Path.Combine(_folder, "out.mkv") }] },
        progress: null,
        TestContext.Current.CancellationToken);
}
