using U2Video.Benchmarks.Smoothing;
using U2Video.Core.Imaging;
using U2Video.Core.Inference;
using U2Video.Pipeline.Matting.Live;

namespace U2Video.Benchmarks.Live;

/// <summary>A clip whose frames come one by one, and a network that takes a given time. Nothing waits for a real clock.</summary>
/// <param name="clip">The clip.</param>
/// <param name="predictor">Makes the masks. How long it really takes does not matter.</param>
internal sealed class SlowNetwork(PredictedClip clip, MaskPredictor predictor)
{
    // A network that takes less than half of the time between two frames is waited for.
    private const double Awaited = 0.5;

    private readonly Dictionary<(int Frame, int Width), float[]> _masks = [];
    private readonly Queue<(double Ready, TaskCompletionSource<Mask> Answer, Mask Mask)> _running = new();
    private HandClock _clock = new();
    private double _pace;
    private int _frame;

    /// <summary>The masks of the clip's frames.</summary>
    /// <param name="pace">
    /// How many frames the network takes for a whole picture. A small picture takes as much less as it has fewer pixels.
    /// </param>
    /// <param name="sizing">How large the pictures are that the network sees; it is taken over.</param>
    public async Task<IReadOnlyList<float[]>> RunAsync(double pace, LiveSizing sizing)
    {
        (_pace, _clock) = (pace, new HandClock());
        var shown = new List<float[]>();
        var masks = new LiveMasks(PredictAsync, reuse: 0) { Clock = _clock, Sizing = sizing };
        for (_frame = 0; _frame < clip.Inputs.Count; _frame++)
        {
            // After a wait for the network, frames come at once.
            PassTo(Math.Max(_clock.Frames, _frame));
            using var mask = await masks.NextAsync(
                clip.Inputs[_frame], clip.SceneStarts[_frame], CancellationToken.None).ConfigureAwait(false);
            shown.Add(mask.Values.ToArray());
        }

        await masks.DisposeAsync().ConfigureAwait(false);
        PassTo(double.PositiveInfinity);
        return shown;
    }

    // All tasks end on this thread, each at its own time.
    private void PassTo(double time)
    {
        while (_running.TryPeek(out var next) && next.Ready <= time)
        {
            _running.Dequeue();
            _clock.Frames = next.Ready;
            if (!next.Answer.TrySetResult(next.Mask))
            {
                next.Mask.Dispose();
            }
        }

        _clock.Frames = time;
    }

    private Task<Mask> PredictAsync(Frame input, CancellationToken stop)
    {
        var whole = clip.Inputs[0];
        var time = _pace * input.Width * input.Height / ((double)whole.Width * whole.Height);
        var mask = MaskOf(input);
        if (clip.SceneStarts[_frame] || time < Awaited)
        {
            _clock.Frames += time;
            return Task.FromResult(mask);
        }

        var answer = new TaskCompletionSource<Mask>();
        stop.Register(() => answer.TrySetCanceled(stop));
        _running.Enqueue((_clock.Frames + time, answer, mask));
        return answer.Task;
    }

    private Mask MaskOf(Frame input)
    {
        if (!_masks.TryGetValue((_frame, input.Width), out var values))
        {
            values = input.Width == clip.Inputs[0].Width ? clip.Masks[_frame] : Predicted(input);
            _masks[(_frame, input.Width)] = values;
        }

        var mask = new Mask(input.Width, input.Height);
        values.CopyTo(mask.Values);
        return mask;
    }

    // To the end, because LiveMasks waits for a task that is not done on the real clock.
    private float[] Predicted(Frame input)
    {
        using var mask = predictor.PredictInputsAsync([input]).GetAwaiter().GetResult()[0];
        return mask.Values.ToArray();
    }

    private sealed class HandClock : TimeProvider
    {
        public double Frames { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        // Frames of a second each, because only the ratio of times counts.
        public override long GetTimestamp() => (long)(Frames * TimeSpan.TicksPerSecond);
    }
}
