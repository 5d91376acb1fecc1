using System.Diagnostics;

namespace U2Video.Plugin.Tests;

/// <summary>The filter's managed code with a real worker, for what no host can be made to do.</summary>
public sealed class FilterInstanceTests(Clip clip) : IClassFixture<Clip>
{
    private const int Size = 1;
    private const int Output = 3;
    private const int Grow = 4;
    private const int Pixels = Clip.Width * Clip.Height;

    [Fact]
    public async Task After_a_step_back_in_time_smoothing_begins_anew()
    {
        await using var worker = await WorkerAsync();
        var frames = Frames();
        using var filter = NewFilter();

        var first = Filtered(filter, 0, frames[0]);
        Filtered(filter, 1, frames[1]);
        Filtered(filter, 2, frames[2]);
        var again = Filtered(filter, 0, frames[0]);
        var onwards = Filtered(filter, 3, frames[1]);
        using var fresh = NewFilter();
        var byItself = Filtered(fresh, 0, frames[1]);

        Assert.Equal(first, again);
        Assert.NotEqual(byItself, onwards);
    }

    [Fact]
    public async Task A_parameter_that_moves_does_not_interrupt_smoothing()
    {
        await using var worker = await WorkerAsync();
        var frames = Frames();
        using var steady = NewFilter();
        using var moved = NewFilter();

        Filtered(steady, 0, frames[0]);
        Filtered(moved, 0, frames[0]);
        Set(moved, Grow, 0.6);
        Filtered(steady, 1, frames[1]);
        var grown = Filtered(moved, 1, frames[1]);
        Set(moved, Grow, 0.5);

        var expected = Filtered(steady, 2, frames[2]);
        Assert.Equal(expected, Filtered(moved, 2, frames[2]));
        Assert.True(grown.Count(pixel => (byte)pixel > 127) > expected.Count(pixel => (byte)pixel > 127));
    }

    [Fact]
    public void Parameters_are_read_back_as_they_were_set()
    {
        using var filter = NewFilter();

        Set(filter, Output, "blur");
        Set(filter, Grow, 0.75);

        Assert.Equal("blur", Text(filter, Output));
        Assert.Equal(0.75, Number(filter, Grow));
    }

    private static FilterInstance NewFilter()
    {
        var filter = new FilterInstance(Clip.Width, Clip.Height);
        Set(filter, Size, Host.Size);
        Set(filter, Output, "mask");
        return filter;
    }

    private static unsafe void Set(FilterInstance filter, int index, double value) => filter.Set(index, &value);

    private static unsafe void Set(FilterInstance filter, int index, string value)
    {
        fixed (byte* text = System.Text.Encoding.UTF8.GetBytes(value + '\0'))
        {
            var pointer = text;
            filter.Set(index, &pointer);
        }
    }

    private static unsafe double Number(FilterInstance filter, int index)
    {
        double value;
        filter.Get(index, &value);
        return value;
    }

    private static unsafe string? Text(FilterInstance filter, int index)
    {
        byte* value;
        filter.Get(index, &value);
        return System.Runtime.InteropServices.Marshal.PtrToStringUTF8((nint)value);
    }

    private static unsafe uint[] Filtered(FilterInstance filter, double time, uint[] frame)
    {
        var result = new uint[Pixels];
        fixed (uint* input = frame, output = result)
        {
            filter.Update(time, input, output);
        }

        // The border of a frame that passed through.
        Assert.NotEqual(0xFFFF00FF, result[0]);
        return result;
    }

    private uint[][] Frames()
    {
        var bytes = File.ReadAllBytes(clip.Raw);
        var all = new uint[bytes.Length / sizeof(uint)];
        Buffer.BlockCopy(bytes, 0, all, 0, bytes.Length);
        return [.. all.Chunk(Pixels)];
    }

    private async Task<RunningWorker> WorkerAsync()
    {
        Environment.SetEnvironmentVariable("U2VIDEO_WORKER_SOCKET", clip.Host.Socket);
        var process = clip.Host.Start(Host.Program, "worker", "--socket", clip.Host.Socket);
        Assert.Equal($"listening on {clip.Host.Socket}", await process.StandardOutput.ReadLineAsync());
        return new RunningWorker(process);
    }

    private sealed class RunningWorker(Process process) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }
}
