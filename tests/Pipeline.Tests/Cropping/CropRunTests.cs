using U2Video.Core.Errors;
using U2Video.Core.Inference;
using U2Video.Core.Models;
using U2Video.Pipeline.Cropping;
using U2Video.Pipeline.Matting.Editing;
using U2Video.Pipeline.Media;
using U2Video.Pipeline.Notices;
using U2Video.Pipeline.Outputs;
using U2Video.Tests;
using static TorchSharp.torch;

namespace U2Video.Pipeline.Tests.Cropping;

/// <summary>Whole runs with cropped outputs.</summary>
public sealed class CropRunTests : ClipTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Outputs_are_parts_of_the_whole_ones(bool follows)
    {
        Ffmpeg.Run(
            "-loop", "1", "-i", Fixtures.Path("input.png"), "-frames:v", "4", "-vf", "pad=640:360:60:20", "-c:v", "ffv1", At("in.mkv"));
        using var predictor = new MaskPredictor(U2NetModel.LoadEmbedded(), CPU, size: 224);
        var whole = new PipelineOptions { Input = At("in.mkv"), Outputs = [new MaskOutput { Path = At("whole.mkv"), Codec = "ffv1" }] };
        var notices = new List<PipelineNotice>();
        var pipeline = new VideoPipeline(predictor) { Notice = notices.Add };
        await pipeline.RunAsync(whole, null, Cancellation);

        var end = await pipeline.RunAsync(
            whole with { Outputs = [new MaskOutput { Path = At("part.mkv"), Codec = "ffv1" }], Crop = new SubjectCrop(follows, 8) },
            null,
            Cancellation);

        var crop = Assert.IsType<CropNotice>(notices.Single());
        Assert.Equal((crop.Width, crop.Height), Ffmpeg.Size(At("part.mkv")));
        Assert.InRange(crop.Width, 100, 400);
        Assert.Equal((4, 4, 0), (end.Frames, end.InferredFrames + end.ReusedFrames, end.StoredFrames));
        Assert.True(Contains(
            Ffmpeg.Pixels(At("whole.mkv"), "gray"), 640, 360, Ffmpeg.Pixels(At("part.mkv"), "gray"), crop.Width, crop.Height));
        Assert.Equal(["in.mkv", "part.mkv", "whole.mkv"], Directory.GetFiles(Folder).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task The_first_look_is_reported_too()
    {
        Ffmpeg.Run("-loop", "1", "-i", Fixtures.Path("input.png"), "-frames:v", "4", "-vf", "scale=160:160", "-c:v", "ffv1", At("in.mkv"));
        using var predictor = new MaskPredictor(U2NetModel.LoadEmbedded(), CPU, size: 96);
        var options = new PipelineOptions
        {
            Input = At("in.mkv"),
            Outputs = [new MaskOutput { Path = At("out.mkv") }],
            Crop = new SubjectCrop(),
        };
        var reports = new Reports();

        var end = await new VideoPipeline(predictor).RunAsync(options, reports, Cancellation);

        Assert.Equal(
            [(true, 1), (true, 2), (true, 3), (true, 4), (false, 1), (false, 2), (false, 3), (false, 4)],
            reports.All.Select(report => (report.LooksForCrop, report.Frames)));
        Assert.All(reports.All, report => Assert.Equal(4, report.TotalFrames));
        Assert.True(reports.All[4].FramesPerSecond > reports.All[4].Frames / reports.All[4].Elapsed.TotalSeconds);
        Assert.Equal((false, end.Frames / end.Elapsed.TotalSeconds), (end.LooksForCrop, end.FramesPerSecond));
    }

    [Fact]
    public async Task A_picture_is_cropped_exactly()
    {
        using var predictor = new MaskPredictor(U2NetModel.LoadEmbedded(), CPU, size: 224);
        var edits = new MatteEdits { Threshold = 0.5, Keep = new Keep.Largest() };
        await new VideoPipeline(predictor).RunAsync(
            new PipelineOptions
            {
                Input = Fixtures.Path("input.png"),
                Outputs = [new MaskOutput { Path = At("mask.png") }],
                Crop = new SubjectCrop(),
                Edits = edits,
            },
            null,
            Cancellation);

        var (width, height) = Ffmpeg.Size(At("mask.png"));
        var mask = Ffmpeg.Pixels(At("mask.png"), "gray");
        Assert.Contains((byte)255, mask[..width]);
        Assert.Contains((byte)255, mask[^width..]);
        Assert.Contains(Enumerable.Range(0, height), y => mask[y * width] == 255);
        Assert.Contains(Enumerable.Range(0, height), y => mask[(y * width) + width - 1] == 255);
    }

    [Fact]
    public async Task Without_a_subject_the_run_fails()
    {
        var input = Make("in.mkv", "color=gray:s=64x48:r=5:d=1");

        var error = await Assert.ThrowsAsync<InputException>(
            () => RunAsync(input, options => options with { Crop = new SubjectCrop() }, Original("out.mkv")));

        Assert.Equal($"{input}: has no subject to which it could be cropped.", error.Message);
        Assert.Equal(["in.mkv"], Directory.GetFiles(Folder).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_stream_cannot_be_cropped()
    {
        await using var stream = File.OpenRead(Make("in.mkv", "testsrc2=s=64x48:r=5:d=1"));

        var error = await Assert.ThrowsAsync<UsageException>(
            () => RunAsync(MediaSource.FromStream(stream), options => options with { Crop = new SubjectCrop() }, Original("out.mkv")));

        Assert.Equal("Crop: the stream cannot be read twice; save it to a file first.", error.Message);
    }

    [Fact]
    public async Task A_sequence_is_cropped_as_its_clip_is()
    {
        Ffmpeg.Run(
            "-loop", "1", "-i", Fixtures.Path("input.png"), "-frames:v", "4", "-vf", "scale=160:160,pad=240:200:40:20,rotate=0.05*n",
            At("in-%02d.png"));
        Ffmpeg.Run("-i", At("in-%02d.png"), "-c:v", "ffv1", "-pix_fmt", "gbrp", At("in.mkv"));
        using var predictor = new MaskPredictor(U2NetModel.LoadEmbedded(), CPU, size: 96);
        async Task CropAsync(MediaSource input, string name) => await new VideoPipeline(predictor).RunAsync(
            new PipelineOptions
            {
                Input = input,
                Outputs = [new MaskOutput { Path = At(name), Codec = "ffv1" }],
                Crop = new SubjectCrop(Follows: true, 4),
            },
            null,
            Cancellation);

        await CropAsync(At("in.mkv"), "clip.mkv");
        await CropAsync(MediaSource.FromSequence(At("in-%02d.png")), "pictures.mkv");

        Assert.Equal(Ffmpeg.Size(At("clip.mkv")), Ffmpeg.Size(At("pictures.mkv")));
        Assert.Equal(Ffmpeg.Pixels(At("clip.mkv"), "gray"), Ffmpeg.Pixels(At("pictures.mkv"), "gray"));
        Assert.NotEqual((240, 200), Ffmpeg.Size(At("pictures.mkv")));
    }

    private sealed class Reports : IProgress<PipelineProgress>
    {
        public List<PipelineProgress> All { get; } = [];

        public void Report(PipelineProgress value) => All.Add(value);
    }

    // Whether the first frame of the part lies somewhere in that of the whole.
    private static bool Contains(byte[] whole, int width, int height, byte[] part, int partWidth, int partHeight) =>
        Enumerable.Range(0, height - partHeight + 1).Any(y => Enumerable.Range(0, width - partWidth + 1).Any(x =>
            Enumerable.Range(0, partHeight).All(row => whole.AsSpan(((y + row) * width) + x, partWidth)
                .SequenceEqual(part.AsSpan(row * partWidth, partWidth)))));
}
