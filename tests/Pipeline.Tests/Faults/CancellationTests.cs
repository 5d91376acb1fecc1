using System.Diagnostics;
using FFMpegCore;
using U2Video.Core.Imaging;
using U2Video.Pipeline.Media;
using U2Video.Pipeline.Tests.Hostile;

namespace U2Video.Pipeline.Tests.Faults;

/// <summary>Whoever gives up is free within two seconds, wherever the run stands, and nothing is left of it.</summary>
public sealed class CancellationTests(TinyPredictor shared) : IClassFixture<TinyPredictor>, IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    private readonly string _folder = Directory.CreateTempSubdirectory("u2video-").FullName;

    public void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        Assert.Equal((0, 0), (Frame.AliveCount, Mask.AliveCount));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(30)]
    [InlineData(200)]
    [InlineData(700)]
    public async Task A_run_ends_soon(int milliseconds)
    {
        var clip = Path.Combine(_folder, "clip.mp4");
        Ffmpeg.Run("-f", "lavfi", "-i", "testsrc2=s=48x32:r=50:d=60", "-c:v", "mpeg4", clip);

        await AssertEndsAsync(clip, milliseconds);

        Assert.Equal([clip], Directory.GetFileSystemEntries(_folder));
    }

    [Theory]
    [InlineData("ffprobe")]
    [InlineData("ffmpeg")]
    public async Task So_it_does_where_a_tool_hangs(string hanging)
    {
        var clip = Path.Combine(_folder, "clip.mp4");
        Ffmpeg.Run("-f", "lavfi", "-i", "testsrc2=s=48x32:r=50:d=1", "-c:v", "mpeg4", clip);
        var tools = Directory.CreateDirectory(Path.Combine(_folder, "tools")).FullName;
        foreach (var name in new[] { "ffmpeg", "ffprobe" })
        {
            var script = Path.Combine(tools, name);
            await File.WriteAllTextAsync(
                script, $"#!/bin/sh\nexec {(name == hanging ? "sleep 60" : $"/usr/bin/env {name} \"$@\"")}\n", TestContext.Current.CancellationToken);
            using var made = Process.Start("chmod", ["+x", script]);
            await made.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        GlobalFFOptions.Configure(options => options.BinaryFolder = tools);
        try
        {
            await AssertEndsAsync(clip, milliseconds: 1500);
        }
        finally
        {
            GlobalFFOptions.Configure(options => options.BinaryFolder = "");
        }
    }

    [Fact]
    public async Task So_it_does_where_the_input_or_the_reader_hangs()
    {
        await AssertEndsAsync(MediaSource.FromStream(new HangingStream()), milliseconds: 300);

        var clip = Path.Combine(_folder, "clip.mp4");
        Ffmpeg.Run("-f", "lavfi", "-i", "testsrc2=s=48x32:r=50:d=60", "-c:v", "mpeg4", clip);
        await AssertEndsAsync(clip, milliseconds: 1500, new MaskOutput { Stream = new HangingStream(), Format = "nut" });
        await AssertEndsAsync(clip, milliseconds: 1500, new MaskOutput { Stream = new HangingStream(), Format = "rawvideo" });
    }

    private async Task AssertEndsAsync(MediaSource input, int milliseconds, MediaOutput? output = null)
    {
        using var stop = new CancellationTokenSource();
        var options = new PipelineOptions { Input = input, Outputs = [output ?? new MaskOutput { Path = Path.Combine(_folder, "out.mkv") }] };
        var run = Task.Run(() => new VideoPipeline(shared.Predictor).RunAsync(options, null, stop.Token), TestContext.Current.CancellationToken);
        await Task.Delay(milliseconds, TestContext.Current.CancellationToken);
        var watch = Stopwatch.StartNew();
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, Limit);
        Assert.Empty(Children.OfThisProcess);
    }

    // Gives and takes nothing, until the one who waits gives up.
    private sealed class HangingStream : Stream
    {
        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return 0;
        }

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            await Task.Delay(Timeout.Infinite, cancellationToken);

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
