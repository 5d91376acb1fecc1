using System.Collections.Concurrent;
using U2Video.Core.Imaging;
using U2Video.Pipeline.Matting.Live;

namespace U2Video.Pipeline.Tests.Matting.Live;

/// <summary>A network whose pace the test decides: what passes meanwhile, and what it sees next.</summary>
public sealed class LiveMasksTests : IDisposable
{
    private const int Side = 32;

    private readonly ConcurrentQueue<(Frame Input, TaskCompletionSource<Mask> Answer)> _asked = new();
    private readonly int _frames = Frame.AliveCount, _masks = Mask.AliveCount;

    public void Dispose() => Assert.Equal((_frames, _masks), (Frame.AliveCount, Mask.AliveCount));

    [Fact]
    public async Task The_first_frame_waits_and_the_others_pass()
    {
        await using var masks = new LiveMasks(Ask, reuse: 0);
        var first = Next(masks, 1);
        Assert.False(first.IsCompleted);
        Answer(0.25f);
        await Check(first, 0.25f);

        await Check(Next(masks, 2), 0.25f);
        await Check(Next(masks, 3), 0.25f);
        await Check(Next(masks, 4), 0.25f);

        Assert.Equal((1, 1), (_asked.Count, (int)masks.Counts.Inferred));
        Assert.Equal(2, Seen());
    }

    [Fact]
    public async Task The_newest_frame_is_next_for_the_network()
    {
        await using var masks = await BeginAsync();
        foreach (var picture in new[] { 2, 3, 4, 5 })
        {
            await Check(Next(masks, picture), 0.25f);
        }

        Answer(0.5f);
        await Check(Next(masks, 6), 0.5f);

        // 3, 4 and 5 were old when the network became free.
        Assert.Equal(6, Seen());
        Assert.Single(_asked);
        Assert.Equal(2, masks.Counts.Inferred);
    }

    [Fact]
    public async Task A_frame_like_the_last_one_that_was_inferred_is_not_inferred()
    {
        await using var masks = await BeginAsync();

        await Check(Next(masks, 1), 0.25f);
        await Check(Next(masks, 1), 0.25f);

        Assert.Empty(_asked);
    }

    [Fact]
    public async Task After_a_cut_a_frame_waits_for_its_own_mask()
    {
        await using var masks = await BeginAsync();
        await Check(Next(masks, 2), 0.25f);
        var old = Asked();

        var cut = Next(masks, 3, startsScene: true);

        while (_asked.IsEmpty)
        {
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }

        Assert.True(old.Answer.Task.IsCanceled);
        Assert.False(cut.IsCompleted);
        Answer(0.75f);
        await Check(cut, 0.75f);
        await Check(Next(masks, 4), 0.75f);
    }

    [Fact]
    public async Task A_failure_of_the_network_is_told_once()
    {
        await using var masks = await BeginAsync();
        await Check(Next(masks, 2), 0.25f);

        Asked().Answer.SetException(new InvalidDataException("broken"));

        Assert.Equal("broken", (await Assert.ThrowsAsync<InvalidDataException>(() => Next(masks, 3))).Message);

        // A caller that goes on gets masks again.
        await Check(Next(masks, 4), 0.25f);
        Answer(0.5f);
        await Check(Next(masks, 5), 0.5f);
    }

    [Fact]
    public async Task A_wait_can_be_cancelled_and_the_next_frame_waits_for_the_same_mask()
    {
        await using var masks = new LiveMasks(Ask, reuse: 0);
        using var stop = new CancellationTokenSource();
        var first = Next(masks, 1, cancellation: stop.Token);

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        var next = Next(masks, 2);
        Assert.False(next.IsCompleted);
        Answer(0.75f);
        await Check(next, 0.75f);
    }

    // With the mask of the first frame.
    private async Task<LiveMasks> BeginAsync()
    {
        var masks = new LiveMasks(Ask, reuse: 0);
        var first = Next(masks, 1);
        Answer(0.25f);
        await Check(first, 0.25f);
        return masks;
    }

    // As the predictor: a cancelled task ends at once.
    private Task<Mask> Ask(Frame input, CancellationToken stop)
    {
        var answer = new TaskCompletionSource<Mask>();
        stop.Register(() => answer.TrySetCanceled(stop));
        _asked.Enqueue((input, answer));
        return answer.Task;
    }

    private void Answer(float value)
    {
        var mask = new Mask(Side, Side);
        mask.Values.Fill(value);
        Asked().Answer.SetResult(mask);
    }

    private (Frame Input, TaskCompletionSource<Mask> Answer) Asked()
    {
        Assert.True(_asked.TryDequeue(out var asked));
        return asked;
    }

    private int Seen() => _asked.Single().Input.Pixels.Span[0];

    private static async Task<Mask> Next(LiveMasks masks, int picture, bool startsScene = false, CancellationToken cancellation = default)
    {
        using var input = new Frame(Side, Side);
        input.Pixels.Span.Fill((byte)picture);
        return await masks.NextAsync(input, startsScene, cancellation);
    }

    private static async Task Check(Task<Mask> task, float expected)
    {
        using var mask = await task;
        Assert.All(mask.Values.ToArray(), value => Assert.InRange(value, expected - 0.002f, expected + 0.002f));
    }
}
