using U2Video.Client;
using U2Video.Core.Imaging;
using U2Video.Pipeline.Matting;
using U2Video.Pipeline.Matting.Editing;
using U2Video.Pipeline.Matting.Smoothing;

namespace U2Video.Pipeline.Serving;

/// <summary>The mattes of one client's frames, smoothed over time.</summary>
internal sealed class ClientMattes : IDisposable
{
    private readonly IMaskSource _masks;
    private readonly SmoothingOptions _smoothing;
    private MatteEdits _edits;
    private LiveMatter _matter;

    /// <summary>Prepares to matte.</summary>
    /// <param name="masks">The masks; they are taken over, unless this fails.</param>
    /// <param name="settings">What the client asked for.</param>
    /// <exception cref="Core.Errors.UsageException">A value is out of range.</exception>
    public ClientMattes(IMaskSource masks, MatteSettings settings)
    {
        (_masks, _smoothing, _edits) = (masks, SmoothingOf(settings), EditsOf(settings));
        _matter = NewMatter();
    }

    /// <summary>Whether these mattes can become others by <see cref="Edit"/>, so that smoothing goes on.</summary>
    public bool DifferOnlyInEdits(MaskChoice choice, MatteSettings settings) =>
        _masks.Fits(choice) && SmoothingOf(settings) == _smoothing;

    /// <summary>Changes what is done to the mattes after they were made.</summary>
    /// <exception cref="Core.Errors.UsageException">A value is out of range.</exception>
    public void Edit(MatteSettings settings)
    {
        _edits = EditsOf(settings);
        _matter.Edit(_edits);
    }

    /// <summary>The matte of the clip's next frame.</summary>
    /// <param name="frame">The frame; it is taken over.</param>
    /// <param name="time">The frame's time in the clip, in seconds; NaN where it is not known.</param>
    /// <param name="startsAnew">Whether the frame does not follow the one before it.</param>
    /// <param name="cancellation">Ends the wait for the network.</param>
    /// <returns>The frame with its matte; the caller owns it.</returns>
    /// <exception cref="WorkerException">There is no mask for the frame.</exception>
    public MattedFrame Next(Frame frame, double time, bool startsAnew, CancellationToken cancellation)
    {
        try
        {
            if (!_masks.MoveTo(time, frame.Width, frame.Height) || startsAnew)
            {
                _matter.Dispose();
                _matter = NewMatter();
            }
        }
        catch
        {
            frame.Dispose();
            throw;
        }

        return _matter.NextMatte(frame, cancellation);
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        _matter.Dispose();
        _masks.Dispose();
    }

    private static SmoothingOptions SmoothingOf(MatteSettings settings) => settings.Smoothing > 0
        ? new SmoothingOptions { Mode = SmoothingMode.Ema, Weight = settings.Smoothing }
        : SmoothingOptions.Off;

    private static MatteEdits EditsOf(MatteSettings settings) => new()
    {
        Threshold = settings.Threshold > 0 ? settings.Threshold : null,
        Grow = settings.Grow,
        Feather = settings.Feather,
    };

    private LiveMatter NewMatter() => new(
        _masks.Facts,
        _masks.MaskOf,
        new MattingOptions { Normalization = _masks.Normalization, Smoothing = _smoothing, Edits = _edits });
}
