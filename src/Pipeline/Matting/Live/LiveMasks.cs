using U2Video.Core.Imaging;
using U2Video.Core.Models;
using U2Video.Pipeline.Matting.Predicting;

namespace U2Video.Pipeline.Matting.Live;

/// <summary>
/// The masks of a live clip. The network works on one frame beside the others, and when it is done it takes the newest frame, so it sees as
/// many frames as the machine lets it. Every other frame gets the newest mask that there is, moved with the picture to where it belongs by
/// now. A frame waits for the network in two cases only: if there is no mask to move, at the clip's beginning and after a cut; and if the
/// network is so fast that the mask comes in time. Of what moves fast, the network sees smaller pictures, so that it sees more of them.
/// </summary>
/// <remarks>Not for several threads at the same time.</remarks>
/// <param name="predict">Makes the mask of an input, which stays this class's.</param>
/// <param name="reuse">
/// What <see cref="InputLikeness"/> tolerates, 0…16 levels of eight bits: a frame like the last one that was inferred is not inferred.
/// </param>
internal sealed class LiveMasks(Func<Frame, CancellationToken, Task<Mask>> predict, double reuse) : IAsyncDisposable
{
    // The share of the time between two frames that a frame may wait for its own mask.
    private const double Patience = 0.5;

    // How much the newest time counts in an average of times.
    private const double Newest = 0.2;

    private readonly InputLikeness _likeness = new(reuse);
    private LivePrediction? _known;
    private LivePrediction? _running;

    // What the network takes for a picture of the input's size.
    private TimeSpan? _usualWork;
    private TimeSpan? _usualInterval;
    private long? _last;

    /// <summary>Estimates motion; it is taken over.</summary>
    public MotionEstimator Motion { get; init; } = new();

    /// <summary>Decides how large the pictures are that the network sees; it is taken over.</summary>
    public LiveSizing Sizing { get; init; } = new();

    /// <summary>What times are measured with.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Counts the frames.</summary>
    public PredictionCounts Counts { get; init; } = new();

    /// <summary>The mask of the clip's next frame.</summary>
    /// <param name="input">The network's input of the frame; it stays the caller's.</param>
    /// <param name="startsScene">Whether masks of earlier frames say nothing about it.</param>
    /// <param name="cancellation">Ends the wait for the network.</param>
    /// <returns>The mask; the caller owns it.</returns>
    public async ValueTask<Mask> NextAsync(Frame input, bool startsScene, CancellationToken cancellation)
    {
        MeasureInterval();
        await FollowAsync(input, startsScene).ConfigureAwait(false);
        await TakeAsync(cancellation).ConfigureAwait(false);
        var size = Sizing.For(new InputSize(input.Width, input.Height), _usualWork / _usualInterval);
        if (_running is null && !IsSeen(input, size))
        {
            _running = new LivePrediction(input, size, predict, Clock);
            await GiveTimeAsync(_running, cancellation).ConfigureAwait(false);
            await TakeAsync(cancellation).ConfigureAwait(false);
        }
        else if (_running is { } first && _known is null)
        {
            // An earlier call was cancelled while it waited for the first mask.
            await GiveTimeAsync(first, cancellation).ConfigureAwait(false);
            await TakeAsync(cancellation).ConfigureAwait(false);
        }

        var mask = _known!.Moved();
        Sizing.See(mask);
        return mask;
    }

    /// <summary>Ends the wait for the network, and gives the memory back.</summary>
    public async ValueTask DisposeAsync()
    {
        await ForgetAsync().ConfigureAwait(false);
        Motion.Dispose();
        Sizing.Dispose();
    }

    // Whether the network has seen such a frame, and not at a smaller size.
    private bool IsSeen(Frame input, InputSize size) =>
        _known is not null && _known.Size.Width >= size.Width && _likeness.Holds(_known.Input, input);

    private void MeasureInterval()
    {
        var now = Clock.GetTimestamp();
        if (_last is { } last)
        {
            _usualInterval = Average(_usualInterval, Clock.GetElapsedTime(last, now));
        }

        _last = now;
    }

    // The mask that is known and the one that will come both have to follow the picture.
    private async ValueTask FollowAsync(Frame input, bool startsScene)
    {
        using var motion = Motion.Next(input);
        if (startsScene || motion is null)
        {
            Sizing.Forget();
            await ForgetAsync().ConfigureAwait(false);
            return;
        }

        Sizing.Follow(motion);
        _known?.Follow(motion);
        _running?.Follow(motion);
    }

    private async ValueTask GiveTimeAsync(LivePrediction prediction, CancellationToken cancellation)
    {
        if (_known is null)
        {
            await prediction.WaitAsync(cancellation).ConfigureAwait(false);
        }
        else if (Patience * _usualInterval is { } patience && prediction.PixelShare * _usualWork < patience)
        {
            await prediction.WaitAsync(patience, cancellation).ConfigureAwait(false);
        }
    }

    // Takes the network's mask if it is there.
    private async ValueTask TakeAsync(CancellationToken cancellation)
    {
        if (_running is not { IsDone: true } done)
        {
            return;
        }

        TimeSpan work;
        try
        {
            work = await done.WaitAsync(cancellation).ConfigureAwait(false);
        }
        catch
        {
            // The next frame is given to the network again.
            _running = null;
            await done.DisposeAsync().ConfigureAwait(false);
            throw;
        }

        _usualWork = Average(_usualWork, work / done.PixelShare);
        var before = _known;
        (_known, _running) = (done, null);
        Counts.AddInferred();
        if (before is not null)
        {
            await before.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask ForgetAsync()
    {
        foreach (var prediction in new[] { _known, _running }.OfType<LivePrediction>())
        {
            await prediction.DisposeAsync().ConfigureAwait(false);
        }

        (_known, _running) = (null, null);
    }

    private static TimeSpan Average(TimeSpan? before, TimeSpan now) => before is { } past ? past + (Newest * (now - past)) : now;
}
