using System.Diagnostics;
using FFMpegCore;
using U2Video.Core.Imaging;
using U2Video.Core.Inference;
using U2Video.Core.Models;
using U2Video.Pipeline.Compositing.Backgrounds;
using U2Video.Pipeline.Media;
using U2Video.Pipeline.Outputs;
using U2Video.Pipeline.Tests.Hostile;
using static TorchSharp.torch;

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
        var clip = Clip(seconds: 60);

        await AssertEndsAsync(clip, milliseconds);

        Assert.Equal([clip], Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public async Task So_it_does_while_the_network_computes()
    {
        // A picture of this size takes it some seconds.
        using var slow = new MaskPredictor(U2NetModel.LoadEmbedded(), CPU, size: 1024);

        await AssertEndsAsync(Clip(seconds: 1), milliseconds: 1500, predictor: slow);
    }

    [Theory]
    [InlineData("ffprobe")]
    [InlineData("ffmpeg")]
    public async Task So_it_does_where_a_tool_hangs(string hanging)
    {
        var clip = Clip(seconds: 1);

        await WithToolsAsync(
            name => name == hanging ? "exec sleep 60" : $"exec /usr/bin/env {name} \"$@\"",
            () => AssertEndsAsync(clip, milliseconds: 1500));
    }

    [Fact]
    public async Task So_it_does_where_scripts_stand_before_the_tools()
    {
        var clip = Clip(seconds: 60);

        await WithToolsAsync(name => $"/usr/bin/env {name} \"$@\"\nexit $?", () => AssertEndsAsync(clip, milliseconds: 1500));

        Assert.Empty(Children.Naming(_folder));
    }

    [Fact]
    public async Task So_it_does_where_a_background_hangs()
    {
        var background = Path.Combine(_folder, "background.mkv");
        File.Copy(Clip(seconds: 1), background);
        var output = new CompositeOutput { Path = Path.Combine(_folder, "out.mkv"), Background = BackgroundSpec.FromFile(background) };

        // It gives some frames first.
        await WithToolsAsync(
            name => name == "ffmpeg"
                ? "case \"$*\" in *background.mkv*) ffmpeg \"$@\" | (head -c 12000; sleep 60); exit;; esac\nexec /usr/bin/env ffmpeg \"$@\""
                : "exec /usr/bin/env ffprobe \"$@\"",
            () => AssertEndsAsync(Path.Combine(_folder, "clip.mp4"), milliseconds: 1500, output));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task So_it_does_where_the_input_or_the_reader_hangs(bool isDeaf)
    {
        // One that is deaf does not give up either when it is told to.
        using var stream = new HangingStream(isDeaf);
        await AssertEndsAsync(MediaSource.FromStream(stream), milliseconds: 300);
        await AssertEndsAsync(
            MediaSource.FromRawFrames(stream, new RawVideoFormat(RawPixels.Rgb24, 48, 32, new Rational(25, 1))), milliseconds: 300);

        var clip = Clip(seconds: 60);
        await AssertEndsAsync(clip, milliseconds: 1500, new MaskOutput { Stream = stream, Format = "nut" });
        await AssertEndsAsync(clip, milliseconds: 1500, new MaskOutput { Stream = stream, Format = "rawvideo" });

        // A read that could not be called back keeps its frame until it ends.
        stream.Close();
        Assert.True(SpinWait.SpinUntil(() => Frame.AliveCount == 0, Limit));
    }

    private string Clip(int seconds)
    {
        var clip = Path.Combine(_folder, "clip.mp4");
        Ffmpeg.Run("-f", "lavfi", "-i", $"testsrc2=s=48x32:r=50:d={seconds}", "-c:v", "mpeg4", clip);
        return clip;
    }

    // Puts scripts of these lines in the tools' place.
    private async Task WithToolsAsync(Func<string, string> lines, Func<Task> run)
    {
        var tools = Directory.CreateDirectory(Path.Combine(_folder, "tools")).FullName;
        foreach (var name in new[] { "ffmpeg", "ffprobe" })
        {
            var script = Path.Combine(tools, name);
            await File.WriteAllTextAsync(script, $"#!/bin/sh\n{lines(name)}\n", TestContext.Current.CancellationToken);
            using var made = Process.Start("chmod", ["+x", script]);
            await made.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        GlobalFFOptions.Configure(options => options.BinaryFolder = tools);
        try
        {
            await run();
        }
        finally
        {
            GlobalFFOptions.Configure(options => options.BinaryFolder = "");
        }
    }

    private async Task AssertEndsAsync(MediaSource input, int milliseconds, MediaOutput? output = null, MaskPredictor? predictor = null)
    {
        using var stop = new CancellationTokenSource();
        output ??= new MaskOutput { Path = Path.Combine(_folder, "out.mkv") };
        var options = new PipelineOptions { Input = input, Outputs = [output] };
        var pipeline = new VideoPipeline(predictor ?? shared.Predictor);
        var run = Task.Run(() => pipeline.RunAsync(options, null, stop.Token), TestContext.Current.CancellationToken);
        await Task.Delay(milliseconds, TestContext.Current.CancellationToken);
        Assert.False(run.IsCompleted, "It was over before it could be cancelled.");
        var watch = Stopwatch.StartNew();
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => run.WaitAsync(TimeSpan.FromSeconds(20)));
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, Limit);
        Assert.Empty(Children.OfThisProcess);
    }

    // Gives and takes nothing, until the one who waits gives up.
    private sealed class HangingStream(bool isDeaf) : Stream
    {
        private readonly CancellationTokenSource _closed = new();

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await HangAsync(cancellationToken);
            return 0;
        }

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
            await HangAsync(cancellationToken);

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            _closed.Cancel();
            base.Dispose(disposing);
        }

        private Task HangAsync(CancellationToken cancellation) => Task.Delay(Timeout.Infinite, isDeaf ? _closed.Token : cancellation);
    }
}
