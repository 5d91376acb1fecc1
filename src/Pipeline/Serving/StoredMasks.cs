using System.Globalization;
using U2Video.Client;
using U2Video.Core.Errors;
using U2Video.Core.Imaging;
using U2Video.Core.Inference;
using U2Video.Core.Models;
using U2Video.Pipeline.Mattes;
using U2Video.Pipeline.Matting.Predicting;

namespace U2Video.Pipeline.Serving;

/// <summary>Masks out of a matte file, by the frames' times. No network runs.</summary>
internal sealed class StoredMasks : IMaskSource
{
    // Hosts ask for frames past the end, and the last one may be shown for long.
    private const double LongestLastFrame = 10;

    // A TimeSpan holds no more than some 30,000 years.
    private const double LongestClip = 1e9;

    // Hosts round sizes; what is cropped or letterboxed differs by more.
    private const double LargestStretch = 1.05;

    private readonly (string Path, double Start) _choice;
    private readonly MatteReader _reader;
    private int? _current;

    /// <summary>Opens the file.</summary>
    /// <param name="choice">The path, and the time in the clip at which the client's times begin, in seconds.</param>
    /// <exception cref="InputException">It cannot be read, is not a matte, or is damaged.</exception>
    public StoredMasks((string Path, double Start) choice)
    {
        _choice = choice;
        _reader = MatteReader.Open(choice.Path);
        try
        {
            Facts = _reader.Facts;
            if (_reader.Count == 0)
            {
                throw new InputException($"{choice.Path}: has no masks.");
            }
        }
        catch
        {
            _reader.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public PredictorFacts Facts { get; }

    /// <inheritdoc/>
    public MaskNormalization Normalization =>
        _reader.PerFrame == OutputNormalization.MinMax ? MaskNormalization.MinMax : MaskNormalization.Auto;

    /// <inheritdoc/>
    public bool Fits(MaskChoice choice) => choice.Matte == _choice;

    /// <inheritdoc/>
    public bool MoveTo(double time, int width, int height)
    {
        var (matteWidth, matteHeight) = _reader.FrameSize;
        var stretch = (double)width * matteHeight / ((double)height * matteWidth);
        if (Math.Max(stretch, 1 / stretch) > LargestStretch)
        {
            throw None(
                $"is the matte of a clip of {matteWidth}×{matteHeight}, and these frames of {width}×{height} have another shape");
        }

        var found = double.IsNaN(time) ? Next() : ShownAt(time + _choice.Start);
        var follows = _current is null || found - _current is 0 or 1;
        _current = found;
        return follows;
    }

    /// <inheritdoc/>
    public Mask MaskOf(Frame input, OutputNormalization normalization, CancellationToken cancellation) => _reader.Read(_current!.Value);

    /// <summary>Closes the file.</summary>
    public void Dispose() => _reader.Dispose();

    // Some hosts do not know when a frame is shown, but give all of them in order.
    private int Next()
    {
        var next = _current is { } current ? current + 1 : ShownAt(Math.Max(_choice.Start, _reader.TimeOf(0).TotalSeconds));
        return next < _reader.Count
            ? next
            : throw None($"has {_reader.Count} masks, and this is one frame more");
    }

    private int ShownAt(double seconds)
    {
        var shown = _reader.ShownAt(TimeSpan.FromSeconds(Math.Clamp(seconds, -LongestClip, LongestClip)));
        return shown is { } index
            && (index < _reader.Count - 1 || seconds - _reader.TimeOf(index).TotalSeconds <= LongestLastFrame)
                ? index
                : throw None(string.Create(CultureInfo.InvariantCulture, $"has no mask for {seconds:F2} s"));
    }

    private WorkerException None(string why) => new($"{_choice.Path}: {why}.") { IsAnswer = true };
}
