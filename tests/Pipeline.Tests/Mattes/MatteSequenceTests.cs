using U2Video.Core.Errors;
using U2Video.Pipeline.Media;
using U2Video.Pipeline.Outputs;

namespace U2Video.Pipeline.Tests.Mattes;

/// <summary>Matte files of pictures that are the frames of one clip.</summary>
public sealed class MatteSequenceTests : MatteTests
{
    [Fact]
    public async Task Outputs_are_the_same_to_the_bit()
    {
        var pictures = Pictures("in");
        await RunAsync(Options(pictures, At("in.matte")));

        foreach (var (from, to, most) in new (double?, double?, long?)[]
        {
            (null, null, null), (0.333, 1.15, null), (0.5, null, 4), (null, 0.71, null),
        })
        {
            PipelineOptions Ranged(string? matte, params MediaOutput[] outputs) => Options(pictures, matte, outputs) with
            {
                From = from is { } start ? TimeSpan.FromSeconds(start) : null,
                To = to is { } end ? TimeSpan.FromSeconds(end) : null,
                MaxFrames = most,
            };
            await RunAsync(Ranged(null, Mask("direct.mkv")));
            var end = await RunWithoutNetworkAsync(Ranged(At("in.matte"), Mask("stored.mkv")));

            Assert.Equal((0, end.Frames), (end.InferredFrames, end.StoredFrames));
            AssertSame(At("direct.mkv"), At("stored.mkv"));
        }
    }

    [Fact]
    public async Task Parts_grow_into_the_matte_of_the_whole()
    {
        var pictures = Pictures("in");
        await RunAsync(Options(pictures, At("whole.matte")));
        await RunAsync(Options(pictures, At("in.matte")) with { From = TimeSpan.FromSeconds(0.95), MaxFrames = 3 });

        var end = await RunAsync(Options(pictures, At("in.matte")));

        Assert.Equal((17, 3), (end.InferredFrames, end.StoredFrames));
        AssertSameMasks(At("whole.matte"), At("in.matte"));
    }

    [Fact]
    public async Task A_pattern_and_its_folder_are_the_same_input()
    {
        await RunAsync(Options(Pictures("in"), At("in.matte")));

        var end = await RunWithoutNetworkAsync(
            Options(MediaSource.FromSequence(At("in"), new Rational(10, 1)), At("in.matte"), Mask("out.mkv")));

        Assert.Equal(20, end.StoredFrames);
    }

    [Fact]
    public async Task Other_pictures_and_another_order_are_refused()
    {
        var pictures = Pictures("in");
        await RunAsync(Options(pictures, At("in.matte")));
        var names = Directory.GetFiles(At("in")).Order().ToArray();
        File.Move(names[3], At("other.png"));
        File.Move(names[4], names[3]);
        File.Move(At("other.png"), names[4]);

        var error = await Assert.ThrowsAsync<InputException>(() => RunAsync(Options(pictures, At("in.matte"), Mask("out.mkv"))));

        Assert.Equal($"{At("in.matte")}: is a matte of another input; delete it, or give another name.", error.Message);
        Assert.False(File.Exists(At("out.mkv")));
    }

    [Fact]
    public async Task Another_rate_gives_the_frames_other_times()
    {
        await RunAsync(Options(Pictures("in"), At("in.matte")));

        var error = await Assert.ThrowsAsync<InputException>(
            () => RunAsync(Options(MediaSource.FromSequence(At("in"), new Rational(24, 1)), At("in.matte"), Mask("out.mkv"))));

        Assert.Contains("is a matte of frames with other times", error.Message, StringComparison.Ordinal);
    }

    private MediaSource Pictures(string folder)
    {
        Directory.CreateDirectory(At(folder));
        Person($"{folder}/f%03d.png");
        return MediaSource.FromSequence(At($"{folder}/f%03d.png"), new Rational(10, 1));
    }
}
