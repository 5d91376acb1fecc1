using U2Video.Core.Inference;
using U2Video.Core.Models;
using U2Video.Pipeline.Compositing.Backgrounds;
using U2Video.Pipeline.Matting.Editing;
using U2Video.Pipeline.Outputs;
using U2Video.Tests;

namespace U2Video.Pipeline.Tests.Outputs;

/// <summary>The subject's colors alone, as a fill for the mask.</summary>
public sealed class ForegroundTests : ClipTests
{
    private static readonly byte[] Color = [10, 200, 90];

    [Theory]
    [InlineData("rgb24")]
    [InlineData("rgba")]
    public async Task Foreground_times_mask_over_a_color_is_the_composite(string pixels)
    {
        Ffmpeg.Run("-i", Fixtures.Path("input.png"), "-pix_fmt", pixels, At("in.png"));
        using var predictor = new MaskPredictor(U2NetModel.LoadEmbedded(), TorchSharp.torch.CPU, size: 224);
        var options = new PipelineOptions
        {
            Input = At("in.png"),
            Outputs =
            [
                new ForegroundOutput { Path = At("fgr.png") },
                new MaskOutput { Path = At("mask.png") },
                new CompositeOutput { Path = At("over.png"), Background = BackgroundSpec.FromColor(Color[0], Color[1], Color[2]) },
            ],
        };
        await new VideoPipeline(predictor).RunAsync(options, null, Cancellation);

        Assert.Equal("rgb24", Ffmpeg.Field(At("fgr.png"), "pix_fmt"));
        var (colors, mask, over) = (Ffmpeg.Pixels(At("fgr.png")), Ffmpeg.Pixels(At("mask.png"), "gray"), Ffmpeg.Pixels(At("over.png")));
        Assert.True(mask.Count(value => value is > 20 and < 235) > 100, "The mask has no soft edge.");
        for (var i = 0; i < colors.Length; i++)
        {
            var share = mask[i / 3] / 255.0;
            Assert.Equal((share * colors[i]) + ((1 - share) * Color[i % 3]), over[i], 1.0);
        }
    }

    [Fact]
    public async Task Where_the_mask_is_full_it_is_the_frame_and_far_from_the_subject_it_is_black()
    {
        File.Copy(Fixtures.Path("input.png"), At("in.png"));
        var half = new PipelineOptions
        {
            Input = At("in.png"),
            Outputs = [new ForegroundOutput { Path = At("fgr.png") }, new MaskOutput { Path = At("mask.png") }],
            Edits = new MatteEdits { Threshold = 0.5, Region = new FrameRegion(0, 0, 160, 320) },
        };
        using var predictor = new MaskPredictor(U2NetModel.LoadEmbedded(), TorchSharp.torch.CPU, size: 224);
        await new VideoPipeline(predictor).RunAsync(half, null, Cancellation);

        var (frame, colors, mask) = (Ffmpeg.Pixels(At("in.png")), Ffmpeg.Pixels(At("fgr.png")), Ffmpeg.Pixels(At("mask.png"), "gray"));
        Assert.Contains((byte)255, mask);
        for (var i = 0; i < colors.Length; i++)
        {
            if (mask[i / 3] == 255)
            {
                Assert.Equal(frame[i], colors[i]);
            }
            else if (i / 3 % 320 > 200)
            {
                Assert.Equal(0, colors[i]);
            }
        }
    }

    [Theory]
    [InlineData("fgr.mp4", "yuv420p")]
    [InlineData("fgr.webm", "yuv420p")]
    [InlineData("fgr.%04d.png", "rgb24")]
    public async Task It_has_no_alpha_in_any_container(string name, string pixels)
    {
        Make("in.mp4", "testsrc2=s=96x64:r=5:d=0.6");

        await RunAsync(At("in.mp4"), new ForegroundOutput { Path = At(name) });

        var made = At(name.Replace("%04d", "0001", StringComparison.Ordinal));
        Assert.Equal(pixels, Ffmpeg.Field(made, "pix_fmt"));
        Assert.DoesNotContain("alpha_mode", string.Join(' ', Ffmpeg.Probe(made, "-show_entries", "stream_tags")), StringComparison.Ordinal);
    }
}
