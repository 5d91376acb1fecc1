using OpenCvSharp;
using U2Video.Core.Imaging;
using U2Video.Pipeline.Matting.Live;

namespace U2Video.Pipeline.Tests.Matting.Live;

/// <summary>What a network of a known pace sees of a picture that moves, and that stops.</summary>
public sealed class LiveMasksSizingTests : IDisposable
{
    private const int Whole = 256;
    private const int Small = 160;
    private const int Step = 16;
    private const int FramesForAPicture = 4;

    private readonly int _frames = Frame.AliveCount, _masks = Mask.AliveCount;
    private readonly HandClock _clock = new();
    private readonly List<int> _seen = [];
    private (int Ready, int Side, TaskCompletionSource<Mask> Answer)? _running;

    public void Dispose() => Assert.Equal((_frames, _masks), (Frame.AliveCount, Mask.AliveCount));

    [Fact]
    public async Task Of_what_moves_fast_the_network_sees_small_pictures_and_more_of_them()
    {
        await RunAsync(Enumerable.Range(0, 13).Select(i => i * Step));

        // Each small picture takes two frames, so it is followed by another.
        Assert.Equal([Whole, Small, Small, Small, Small, Small], _seen.Take(6));
    }

    [Fact]
    public async Task Of_what_stands_still_it_sees_whole_pictures()
    {
        await RunAsync(Enumerable.Range(0, 20).Select(i => i % 2));

        Assert.All(_seen, side => Assert.Equal(Whole, side));
        Assert.InRange(_seen.Count, 4, 6);
    }

    [Fact]
    public async Task What_stops_is_seen_whole_once_more_and_then_no_more()
    {
        int[] moving = [.. Enumerable.Range(0, 8).Select(i => i * Step)];

        await RunAsync([.. moving, .. Enumerable.Repeat(moving[^1], 40)]);

        Assert.Contains(Small, _seen);
        Assert.Equal(Whole, _seen[^1]);
        Assert.Equal(Small, _seen[^2]);
    }

    [Fact]
    public async Task Masks_of_small_pictures_have_the_usual_size()
    {
        await RunAsync(
            Enumerable.Range(0, 13).Select(i => i * Step),
            mask =>
            {
                Assert.Equal((Whole, Whole), (mask.Width, mask.Height));
                Assert.All(mask.Values.ToArray(), value => Assert.InRange(value, 0.998, 1));
            });
        Assert.Contains(Small, _seen);
    }

    // One frame for each place of the picture; the time between two frames is a second.
    private async Task RunAsync(IEnumerable<int> places, Action<Mask>? check = null)
    {
        await using var masks = new LiveMasks(Ask, reuse: 0) { Clock = _clock };
        foreach (var (i, place) in places.Index())
        {
            _clock.Seconds = i;
            AnswerIfReady();
            using var input = Textured(place);
            var next = masks.NextAsync(input, startsScene: i == 0, CancellationToken.None).AsTask();
            if (i == 0)
            {
                // The first frame waits, and no other comes meanwhile.
                _clock.Seconds = FramesForAPicture;
                AnswerIfReady();
                _clock.Seconds = 0;
            }

            using var mask = await next;
            check?.Invoke(mask);
        }
    }

    private Task<Mask> Ask(Frame input, CancellationToken stop)
    {
        _seen.Add(input.Width);
        var frames = FramesForAPicture * input.Width * input.Width / (double)(Whole * Whole);
        var answer = new TaskCompletionSource<Mask>();
        stop.Register(() => answer.TrySetCanceled(stop));
        _running = (_clock.Seconds + (int)Math.Ceiling(frames), input.Width, answer);
        return answer.Task;
    }

    private void AnswerIfReady()
    {
        if (_running is { } running && running.Ready <= _clock.Seconds)
        {
            _running = null;
            var mask = new Mask(running.Side, running.Side);
            mask.Values.Fill(1);
            running.Answer.SetResult(mask);
        }
    }

    // Blobs that move to the right.
    private static Frame Textured(int x)
    {
        using var noise = new Mat(Whole, 3 * Whole, MatType.CV_8UC3);
        Cv2.SetTheRNG(7);
        Cv2.Randu(noise, Scalar.All(0), Scalar.All(256));
        Cv2.GaussianBlur(noise, noise, default, 8);
        Cv2.Normalize(noise, noise, 0, 255, NormTypes.MinMax);
        var frame = new Frame(Whole, Whole);
        using var view = FrameMat.Of(frame);
        using var part = noise[new Rect((2 * Whole) - x, 0, Whole, Whole)];
        part.CopyTo(view.Mat);
        return frame;
    }

    private sealed class HandClock : TimeProvider
    {
        public int Seconds { get; set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Seconds;
    }
}
