using OpenCvSharp;
using U2Video.Core.Imaging;
using U2Video.Core.Inference;
using U2Video.Core.Models;
using U2Video.Pipeline.Mattes;

namespace U2Video.Pipeline.Matting.Live;

/// <summary>
/// The mask of one frame, which the network works on while other frames pass, and how the picture has moved since that frame.
/// </summary>
internal sealed class LivePrediction : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly MotionPath _path = new();
    private readonly TimeProvider _clock;
    private readonly Task<(Mask Mask, TimeSpan Time)> _work;

    /// <summary>Hands a frame to the network.</summary>
    /// <param name="input">The network's input; it is copied.</param>
    /// <param name="size">To what size it is brought before, at most its own.</param>
    /// <param name="predict">Makes its mask.</param>
    /// <param name="clock">What the network's time is measured with.</param>
    public LivePrediction(Frame input, InputSize size, Func<Frame, CancellationToken, Task<Mask>> predict, TimeProvider clock)
    {
        (Size, _clock) = (size, clock);
        Input = new Frame(input.Width, input.Height, input.Timestamp, input.Layout);
        input.Pixels.CopyTo(Input.Pixels);
        _work = PredictAsync(predict);
    }

    /// <summary>What the network sees, before it is brought to <see cref="Size"/>.</summary>
    public Frame Input { get; }

    /// <summary>The size at which the network sees it. The mask is enlarged to the input's.</summary>
    public InputSize Size { get; }

    /// <summary>How many pixels the network sees as a share of the input's, 0…1. Its work grows with them.</summary>
    public double PixelShare => (double)Size.Width * Size.Height / ((double)Input.Width * Input.Height);

    /// <summary>Whether the mask is there, or the network has failed.</summary>
    public bool IsDone => _work.IsCompleted;

    /// <summary>Adds the picture's motion from the last frame to the next one.</summary>
    /// <param name="motion">As <see cref="MotionEstimator.Next"/> gives it; it stays the caller's.</param>
    public void Follow(Mat motion) => _path.Add(motion);

    /// <summary>Waits until <see cref="IsDone"/>, but no longer than a moment.</summary>
    public Task WaitAsync(TimeSpan longest, CancellationToken cancellation) =>
        Task.WhenAny(_work, Task.Delay(longest, cancellation));

    /// <summary>Waits for the mask.</summary>
    /// <returns>How long the network took.</returns>
    public async Task<TimeSpan> WaitAsync(CancellationToken cancellation) =>
        (await _work.WaitAsync(cancellation).ConfigureAwait(false)).Time;

    /// <summary>The mask, which has to be there, moved to where the picture is now.</summary>
    /// <returns>A new mask; the caller owns it.</returns>
    public Mask Moved() => _path.Move(_work.GetAwaiter().GetResult().Mask);

    /// <summary>Ends the wait for the network, and gives the memory back.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await ((Task)_work).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_work.IsCompletedSuccessfully)
        {
            (await _work.ConfigureAwait(false)).Mask.Dispose();
        }

        _path.Dispose();
        Input.Dispose();
        _stop.Dispose();
    }

    private async Task<(Mask Mask, TimeSpan Time)> PredictAsync(Func<Frame, CancellationToken, Task<Mask>> predict)
    {
        var start = _clock.GetTimestamp();
        var mask = PixelShare == 1
            ? await predict(Input, _stop.Token).ConfigureAwait(false)
            : await PredictSmallAsync(predict).ConfigureAwait(false);
        MaskPicture.Round(mask);
        return (mask, _clock.GetElapsedTime(start));
    }

    private async Task<Mask> PredictSmallAsync(Func<Frame, CancellationToken, Task<Mask>> predict)
    {
        using var small = new Frame(Size.Width, Size.Height, Input.Timestamp);
        InputResizing.Resize(Input, small);
        using var coarse = await predict(small, _stop.Token).ConfigureAwait(false);
        var mask = new Mask(Input.Width, Input.Height);
        using var from = FrameMat.Of(coarse);
        using var to = FrameMat.Of(mask);
        Cv2.Resize(from.Mat, to.Mat, to.Mat.Size(), interpolation: InterpolationFlags.Linear);
        return mask;
    }
}
