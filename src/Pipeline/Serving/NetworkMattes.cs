using U2Video.Client;
using U2Video.Core.Imaging;
using U2Video.Core.Inference;
using U2Video.Pipeline.Matting;
using U2Video.Pipeline.Matting.Editing;
using U2Video.Pipeline.Matting.Smoothing;

namespace U2Video.Pipeline.Serving;

/// <summary>Mattes from the network, smoothed over the frames of one client. The network is shared with other clients.</summary>
internal sealed class NetworkMattes : IDisposable
{
    private readonly MaskPredictor _predictor;
    private readonly SmoothingOptions _smoothing;
    private MatteEdits _edits;
    private LiveMatter _matter;

    /// <summary>Prepares to matte.</summary>
    /// <param name="predictor">The network; it stays the caller's.</param>
    /// <param name="settings">What the client asked for.</param>
    /// <exception cref="Core.Errors.UsageException">A value is out of range.</exception>
    public NetworkMattes(MaskPredictor predictor, MatteSettings settings)
    {
        (_predictor, _smoothing, _edits) = (predictor, SmoothingOf(settings), EditsOf(settings));
        _matter = NewMatter();
    }

    /// <summary>Whether these mattes can become others by <see cref="Edit"/>, so that smoothing goes on.</summary>
    public bool DifferOnlyInEdits(MaskPredictor predictor, MatteSettings settings) =>
        predictor == _predictor && SmoothingOf(settings) == _smoothing;

    /// <summary>Changes what is done to the mattes after they were made.</summary>
    /// <exception cref="Core.Errors.UsageException">A value is out of range.</exception>
    public void Edit(MatteSettings settings)
    {
        _edits = EditsOf(settings);
        _matter.Edit(_edits);
    }

    /// <summary>The matte of the clip's next frame.</summary>
    /// <param name="frame">The frame; it is taken over.</param>
    /// <param name="startsAnew">Whether the frame does not follow the one before it.</param>
    /// <param name="cancellation">Ends the wait for the network.</param>
    /// <returns>The frame with its matte; the caller owns it.</returns>
    public MattedFrame Next(Frame frame, bool startsAnew, CancellationToken cancellation)
    {
        if (startsAnew)
        {
            _matter.Dispose();
            _matter = NewMatter();
        }

        return _matter.NextMatte(frame, cancellation);
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose() => _matter.Dispose();

    private static SmoothingOptions SmoothingOf(MatteSettings settings) => settings.Smoothing > 0
        ? new SmoothingOptions { Mode = SmoothingMode.Ema, Weight = settings.Smoothing }
        : SmoothingOptions.Off;

    private static MatteEdits EditsOf(MatteSettings settings) => new()
    {
        Threshold = settings.Threshold > 0 ? settings.Threshold : null,
        Grow = settings.Grow,
        Feather = settings.Feather,
    };

    private LiveMatter NewMatter() => new(_predictor, new MattingOptions { Smoothing = _smoothing, Edits = _edits });
}
