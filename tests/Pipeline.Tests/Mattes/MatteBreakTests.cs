using U2Video.Core.Errors;
using U2Video.Pipeline.Mattes;

namespace U2Video.Pipeline.Tests.Mattes;

/// <summary>Runs that are broken off while they write a matte, and runs that meet.</summary>
public sealed class MatteBreakTests : MatteTests
{
    [Fact]
    public async Task The_next_run_continues_what_a_broken_one_left()
    {
        var input = Clip();
        await RunAsync(Options(input, At("whole.matte")));

        await BreakAsync(input, At("in.matte"), frames: 8);
        Assert.False(File.Exists(At("in.matte")));
        Assert.True(File.Exists(At("in.matte.part")));
        var end = await RunAsync(Options(input, At("in.matte"), Mask("out.mkv")));

        Assert.InRange(end.StoredFrames, 8, 19);
        Assert.Equal(20, end.StoredFrames + end.InferredFrames);
        AssertSameMasks(At("whole.matte"), At("in.matte"));
        Assert.Equal(File.ReadAllBytes(At("whole.matte")), File.ReadAllBytes(At("in.matte")));
        Assert.False(File.Exists(At("in.matte.part")));
    }

    // A process that is killed leaves a file that ends anywhere.
    [Theory]
    [InlineData(0)]
    [InlineData(0.3)]
    [InlineData(0.61)]
    [InlineData(0.999)]
    public async Task Whatever_is_whole_of_a_cut_part_is_used(double share)
    {
        var input = Clip();
        await RunAsync(Options(input, At("whole.matte")));
        var whole = File.ReadAllBytes(At("whole.matte"));
        File.WriteAllBytes(At("in.matte.part"), whole[..(int)(whole.Length * share)]);

        var end = await RunAsync(Options(input, At("in.matte")));

        Assert.InRange(end.StoredFrames, Math.Floor(20 * share) - 4, Math.Ceiling(20 * share) + 1);
        Assert.Equal(whole, File.ReadAllBytes(At("in.matte")));
    }

    [Fact]
    public async Task A_part_whose_end_is_noise_is_used_up_to_there()
    {
        var input = Clip();
        await RunAsync(Options(input, At("whole.matte")));
        var whole = File.ReadAllBytes(At("whole.matte"));
        File.WriteAllBytes(At("in.matte.part"), [.. whole[..(whole.Length / 2)], .. new byte[5000]]);

        var end = await RunAsync(Options(input, At("in.matte")));

        Assert.InRange(end.StoredFrames, 5, 15);
        Assert.Equal(whole, File.ReadAllBytes(At("in.matte")));
    }

    [Fact]
    public async Task Two_broken_runs_in_any_order_make_one_file()
    {
        var input = Clip();
        await RunAsync(Options(input, At("whole.matte")));
        await RunAsync(Options(input, At("in.matte")) with { From = TimeSpan.FromSeconds(1.2), To = TimeSpan.FromSeconds(1.5) });
        await BreakAsync(input, At("in.matte"), frames: 5, from: 1.0);
        await BreakAsync(input, At("in.matte"), frames: 3);

        await RunAsync(Options(input, At("in.matte")));

        AssertSameMasks(At("whole.matte"), At("in.matte"));
    }

    [Fact]
    public async Task A_file_whose_index_was_cut_off_is_read_frame_by_frame()
    {
        var input = Clip();
        await RunAsync(Options(input, At("in.matte")));
        var whole = File.ReadAllBytes(At("in.matte"));
        File.WriteAllBytes(At("in.matte"), whole[..^20]);
        Assert.Equal(20, (await RunWithoutNetworkAsync(Options(input, At("in.matte"), Mask("out.mkv")))).StoredFrames);

        // Within the frame before.
        File.WriteAllBytes(At("in.matte"), whole[..^600]);
        var end = await RunAsync(Options(input, At("in.matte"), Mask("out.mkv")));

        Assert.InRange(end.InferredFrames, 1, 3);
        Assert.Equal(whole, File.ReadAllBytes(At("in.matte")));
    }

    [Fact]
    public async Task While_one_run_writes_another_is_refused()
    {
        var input = Clip();
        await using (File.Open(At("in.matte.part"), FileMode.Create, FileAccess.ReadWrite, FileShare.None))
        {
            var error = await Assert.ThrowsAsync<U2VideoException>(() => RunAsync(Options(input, At("in.matte"))));
            Assert.Equal($"{At("in.matte")}: is being written by another run; wait for its end, or give another name.", error.Message);
        }

        Assert.Equal(20, (await RunAsync(Options(input, At("in.matte")))).InferredFrames);
    }

    [Fact]
    public async Task Runs_at_the_same_time_leave_a_whole_file()
    {
        var input = Clip();
        await RunAsync(Options(input, At("whole.matte")));

        var runs = Enumerable.Range(0, 4)
            .Select(_ => Record.ExceptionAsync(() => RunAsync(Options(input, At("in.matte")))).AsTask()).ToArray();
        var errors = await Task.WhenAll(runs);

        Assert.Contains(null, errors);
        Assert.All(errors.OfType<Exception>(), error => Assert.Contains("another run", error.Message, StringComparison.Ordinal));
        AssertSameMasks(At("whole.matte"), At("in.matte"));
        Assert.False(File.Exists(At("in.matte.part")));
    }

    [Fact]
    public async Task Masks_are_found_by_time_in_any_order()
    {
        var input = Clip();
        await RunAsync(Options(input, At("in.matte")));
        var masks = MasksIn(At("in.matte"));

        using var reader = MatteReader.Open(At("in.matte"));

        Assert.Equal(((96, 96), (96, 96), 20), (reader.FrameSize, reader.MaskSize, reader.Count));
        Assert.Null(reader.ShownAt(TimeSpan.FromSeconds(-1)));
        foreach (var (time, index) in new[] { (1.9, 19), (0.0, 0), (0.74, 7), (0.79, 7), (0.799, 8), (50.0, 19), (0.3001, 3) })
        {
            Assert.Equal(index, reader.ShownAt(TimeSpan.FromSeconds(time)));
            using var mask = reader.Read(index);
            Assert.Equal(masks[index].Values, mask.Values.ToArray());
        }
    }

    private static async Task BreakAsync(string input, string matte, int frames, double from = 0)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var options = Options(input, matte) with { BatchSize = 1, From = TimeSpan.FromSeconds(from) };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => new VideoPipeline(Network).RunAsync(options, new StopAfter(frames, stop), stop.Token));
    }

    private sealed class StopAfter(int frames, CancellationTokenSource stop) : IProgress<PipelineProgress>
    {
        public void Report(PipelineProgress value)
        {
            if (value.Frames == frames)
            {
                stop.Cancel();
            }
        }
    }
}
