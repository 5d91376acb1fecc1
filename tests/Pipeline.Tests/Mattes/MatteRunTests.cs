using U2Video.Core.Errors;
using U2Video.Pipeline.Matting.Editing;
using U2Video.Pipeline.Matting.Smoothing;
using U2Video.Pipeline.Media;
using U2Video.Pipeline.Outputs;

namespace U2Video.Pipeline.Tests.Mattes;

/// <summary>Runs with a matte file make what runs without one make, without the network.</summary>
public sealed class MatteRunTests : MatteTests
{
    private const string Irregular = "select='not(mod(n,3))+not(mod(n,5))'";

    public static TheoryData<string, string, string[]> Clips => new()
    {
        { "in.mkv", Irregular, ["-fps_mode", "vfr"] },
        { "in.mp4", "null", ["-r", "30000/1001"] },
        { "fine.mp4", Irregular, ["-fps_mode", "vfr"] },
        { "late.ts", "null", ["-c:v", "mpeg2video", "-r", "25", "-output_ts_offset", "4321.0123"] },
        { "in.gif", "null", [] },
        { "in.avi", "null", ["-c:v", "mpeg4"] },
    };

    [Theory]
    [MemberData(nameof(Clips))]
    public async Task Outputs_are_the_same_to_the_bit(string name, string filter, string[] encoding)
    {
        var input = Person(name, 30, 2, filter, encoding);
        var whole = await RunAsync(Options(input, At("in.matte")));
        Assert.Equal((whole.Frames, 0), (whole.InferredFrames, whole.StoredFrames));
        Assert.Equal(whole.Frames, MasksIn(At("in.matte")).Count);

        foreach (var (from, to) in new (double?, double?)[] { (null, null), (0.3337, 1.2), (1.05, null), (null, 0.7) })
        {
            PipelineOptions Ranged(string? matte, params MediaOutput[] outputs) => Options(input, matte, outputs) with
            {
                From = from is { } start ? TimeSpan.FromSeconds(start) : null,
                To = to is { } end ? TimeSpan.FromSeconds(end) : null,
            };
            await RunAsync(Ranged(null, Mask("direct.mkv"), new CutoutOutput { Path = At("direct.mov"), Codec = "qtrle" }));
            var end = await RunWithoutNetworkAsync(
                Ranged(At("in.matte"), Mask("stored.mkv"), new CutoutOutput { Path = At("stored.mov"), Codec = "qtrle" }));

            Assert.True(end.Frames > 3);
            Assert.Equal((0, end.Frames), (end.InferredFrames, end.StoredFrames));
            AssertSame(At("direct.mkv"), At("stored.mkv"));
            AssertSame(At("direct.mov"), At("stored.mov"));
        }
    }

    [Fact]
    public async Task Smoothing_and_edits_change_between_runs()
    {
        var input = Clip();
        await RunAsync(Options(input, At("in.matte")));
        foreach (var change in new Func<PipelineOptions, PipelineOptions>[]
        {
            options => options with { Smoothing = SmoothingOptions.Off },
            options => options with { Smoothing = new SmoothingOptions { Mode = SmoothingMode.Ema } },
            options => options with { Edits = new MatteEdits { Levels = new Levels(0.2, 0.7), Invert = true } },
            options => options with { BatchSize = 3 },
        })
        {
            await RunAsync(change(Options(input, null, Mask("direct.mkv"))));
            await RunWithoutNetworkAsync(change(Options(input, At("in.matte"), Mask("stored.mkv"))));
            AssertSame(At("direct.mkv"), At("stored.mkv"));
        }
    }

    [Fact]
    public async Task Only_missing_masks_are_inferred_and_the_file_grows()
    {
        var input = Clip();
        await RunAsync(Options(input, At("whole.matte")));
        var middle = await RunAsync(
            Options(input, At("in.matte")) with { From = TimeSpan.FromSeconds(0.5), To = TimeSpan.FromSeconds(1.5) });
        Assert.Equal((10, 0), (middle.InferredFrames, middle.StoredFrames));

        var all = await RunAsync(Options(input, At("in.matte"), Mask("stored.mkv")));

        Assert.Equal((10, 10), (all.InferredFrames, all.StoredFrames));
        AssertSameMasks(At("whole.matte"), At("in.matte"));
        Assert.Equal(["in.matte", "in.mkv", "stored.mkv", "whole.matte"], Directory.GetFiles(Folder).Select(Path.GetFileName).Order());
        await RunAsync(Options(input, null, Mask("direct.mkv")));
        AssertSame(At("direct.mkv"), At("stored.mkv"));
    }

    [Fact]
    public async Task A_picture_has_a_matte_too()
    {
        var input = Person("in.png", encoding: ["-frames:v", "1", "-update", "1"]);
        await RunAsync(Options(input, At("in.matte"), new CutoutOutput { Path = At("direct.png") }));

        await RunWithoutNetworkAsync(Options(input, At("in.matte"), new CutoutOutput { Path = At("stored.png") }));

        Assert.Equal(File.ReadAllBytes(At("direct.png")), File.ReadAllBytes(At("stored.png")));
    }

    [Fact]
    public async Task Frames_that_take_over_masks_take_over_the_same_ones()
    {
        var input = Person("in.mkv", 10, 3, "noise=c0s=1:c0f=t,fps=20", "-c:v", "ffv1");
        PipelineOptions Reusing(string matte) => Options(input, At(matte)) with { Reuse = 1 };
        var whole = await RunAsync(Reusing("whole.matte"));
        Assert.True(whole.ReusedFrames > 5 && whole.InferredFrames > 5, $"{whole.ReusedFrames} of {whole.Frames}");

        await RunAsync(Reusing("in.matte") with { To = TimeSpan.FromSeconds(1.03) });
        await RunAsync(Reusing("in.matte"));

        AssertSameMasks(At("whole.matte"), At("in.matte"));
    }

    [Fact]
    public async Task Players_show_it_at_the_clips_times()
    {
        var input = Person("in.mkv", 25, 3, Irregular, "-fps_mode", "vfr");
        await RunAsync(Options(input, At("in.matte")));

        File.Copy(At("in.matte"), At("in.nut"));

        Assert.Equal(Ffmpeg.FrameTimes(input), Ffmpeg.FrameTimes(At("in.nut")));
        Assert.Equal((96, 96), Ffmpeg.Size(At("in.nut")));
        var words = Ffmpeg.Pixels(At("in.nut"), "gray16le");
        var first = MasksIn(At("in.matte"))[0].Values;
        Assert.Equal(first, Enumerable.Range(0, first.Length).Select(i => (BitConverter.ToUInt16(words, 2 * i) >> 4) / 4095f));
        var sought = Ffmpeg.Pixels(At("in.nut"), "gray16le", "-ss", "2");
        Assert.Equal(words[^sought.Length..], sought);
        Assert.NotEmpty(sought);
    }

    [Fact]
    public async Task A_stream_has_no_matte()
    {
        var input = Clip();
        await using var stream = File.OpenRead(input);

        var error = await Assert.ThrowsAsync<UsageException>(
            () => RunAsync(Options(input, At("in.matte"), Mask("out.mkv")) with { Input = MediaSource.FromStream(stream) }));

        Assert.Contains("cannot be read twice", error.Message, StringComparison.Ordinal);
        Assert.Equal(["in.mkv"], Directory.GetFiles(Folder).Select(Path.GetFileName));
    }
}
