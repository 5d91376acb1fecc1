using OpenCvSharp;
using TorchSharp;
using U2Video.Core.Errors;
using U2Video.Core.Imaging;
using U2Video.Core.Models;
using static TorchSharp.torch;

namespace U2Video.Core.Inference;

/// <summary>
/// Frames in, masks out. Owns its model and the threads on which the network runs. Frames may differ in size; a mask depends on its own
/// frame alone, and not on those beside it. On a CPU a batch's size changes it by rounding, which may be one of 255 levels in few pixels:
/// a picture that is computed alone gets all threads.
/// </summary>
/// <remarks>Safe to call from several threads: batches queue up, and one is computed after the other.</remarks>
public sealed class MaskPredictor : IDisposable
{
    // 65535 is as white as 255.
    private const int WordsPerByte = 257;

    private const int CudaBatchSize = 8;

    private static readonly int[] ColourChannels = [0, 0, 1, 1, 2, 2];

    private readonly U2NetModel _model;
    private readonly Device _device;
    private readonly ScalarType _precision;
    private readonly DedicatedThread _thread = new("u2net");
    private readonly Headroom _headroom = new();
    private PictureStreams? _streams;
    private bool _disposed;

    /// <summary>Prepares a model for inference.</summary>
    /// <param name="model">The model; the predictor takes it over, changes and disposes it, also where this fails.</param>
    /// <param name="device">Where it runs.</param>
    /// <param name="size">The size that frames are brought to; if null, the square that the model was trained for.</param>
    /// <param name="precision">With which numbers it computes.</param>
    /// <exception cref="UsageException">
    /// A side is out of range, or not a multiple of 32 where the wiring needs it; or the device has no such numbers.
    /// </exception>
    public MaskPredictor(U2NetModel model, Device device, InputSizing? size = null, Precision precision = Precision.Auto)
    {
        (_model, _device) = (model, device);
        try
        {
            Sizing = (size ?? InputSizing.Square(model.Description.InputSize)).Checked(model.Description.Variant.Wiring);
            _precision = precision.On(IsCuda);
            _thread.RunAsync(Prepare).GetAwaiter().GetResult();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>What the model says of itself.</summary>
    public ModelDescription Description => _model.Description;

    /// <summary>The size that frames are brought to, and that masks have.</summary>
    public InputSizing Sizing { get; }

    /// <summary>
    /// How many frames are best predicted together. On a CPU twice as many as are computed at the same time, so that none of the 1…4
    /// streams waits long for another at a batch's end; 1 where there is one stream.
    /// </summary>
    public int PreferredBatchSize => _streams switch { null => CudaBatchSize, { Count: 1 } => 1, _ => 2 * _streams.Count };

    private bool IsCuda => _device.type == DeviceType.CUDA;

    /// <summary>Makes what the network sees of a frame: RGB of eight bits, as large as <see cref="Sizing"/> says.</summary>
    /// <param name="frame">The frame, of any size and of three or four channels; it stays the caller's.</param>
    /// <returns>A new frame with the same time; the caller owns it.</returns>
    public Frame ToInput(Frame frame)
    {
        var (width, height) = Sizing.For(frame.Width, frame.Height, Description.InputSize);
        var input = new Frame(width, height, frame.Timestamp);
        using var full = FrameMat.Of(frame);
        using var small = FrameMat.Of(input);
        if (frame.Layout == PixelLayout.Rgb24)
        {
            Cv2.Resize(full.Mat, small.Mat, small.Mat.Size(), interpolation: InterpolationFlags.Area);
        }
        else
        {
            using var resized = new Mat();
            using var bytes = new Mat();
            Cv2.Resize(full.Mat, resized, small.Mat.Size(), interpolation: InterpolationFlags.Area);
            resized.ConvertTo(bytes, MatType.CV_8UC(frame.Layout.Channels), alpha: frame.Layout.BytesPerSample == 1 ? 1 : 1.0 / WordsPerByte);
            Cv2.MixChannels([bytes], [small.Mat], ColourChannels);
        }

        return input;
    }

    /// <summary>Predicts a batch.</summary>
    /// <param name="frames">The frames; they stay the caller's and must not change until the task ends.</param>
    /// <param name="cancellation">
    /// Ends the task at once, as that of <see cref="PredictInputsAsync(IReadOnlyList{Frame}, CancellationToken)"/>.
    /// </param>
    /// <returns>A mask for each frame, in order; the caller owns them.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled; there are no masks.</exception>
    public async Task<IReadOnlyList<Mask>> PredictAsync(IReadOnlyList<Frame> frames, CancellationToken cancellation = default)
    {
        var inputs = new List<Frame>(frames.Count);
        try
        {
            foreach (var frame in frames)
            {
                cancellation.ThrowIfCancellationRequested();
                inputs.Add(ToInput(frame));
            }

            return await PredictInputsAsync(inputs, cancellation).ConfigureAwait(false);
        }
        finally
        {
            inputs.ForEach(input => input.Dispose());
        }
    }

    /// <summary>Predicts a batch of what <see cref="ToInput"/> made.</summary>
    /// <param name="inputs">The inputs; they stay the caller's and must not change until the task ends.</param>
    /// <param name="cancellation">
    /// Ends the task at once, whether the batch waits or is being computed. The network finishes the pictures that it is at, for which the
    /// next batch waits, and their masks are dropped.
    /// </param>
    /// <returns>A mask for each, in order; the caller owns them.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled; there are no masks.</exception>
    public Task<IReadOnlyList<Mask>> PredictInputsAsync(IReadOnlyList<Frame> inputs, CancellationToken cancellation = default) =>
        PredictInputsAsync(inputs, Description.Output, cancellation);

    /// <summary>The same, with another treatment of the sigmoid than the model's own.</summary>
    internal async Task<IReadOnlyList<Mask>> PredictInputsAsync(
        IReadOnlyList<Frame> inputs, OutputNormalization normalization, CancellationToken cancellation)
    {
        // Whoever cancels may change the list, and dispose the frames, while the network is still at them.
        Frame[] batch = [.. inputs];
        var values = await _thread.RunAsync(() => Predict(batch, normalization, cancellation), Free, cancellation).ConfigureAwait(false);
        try
        {
            return ToMasks(values);
        }
        finally
        {
            Free(values);
        }
    }

    /// <summary>Waits for the batches under way and frees the model.</summary>
    public void Dispose()
    {
        if (!Interlocked.Exchange(ref _disposed, true))
        {
            _thread.Dispose();
            _streams?.Dispose();
            _model.Dispose();
        }
    }

    private bool Prepare()
    {
        using var scope = NewDisposeScope();
        _model.Network.to(_device);
        _model.Network.PrepareForInference(_precision);
        _streams = IsCuda ? null : new PictureStreams();
        return true;
    }

    // On the CPU, for one picture or several alike, and in no dispose scope: masks are made of them only for a caller who still waits.
    // Frames of one clip have one size; pictures of a data set need not.
    private Tensor[] Predict(Frame[] inputs, OutputNormalization normalization, CancellationToken cancellation)
    {
        if (_streams is not null)
        {
            var largest = inputs.Select(input => (long)input.Width * input.Height).DefaultIfEmpty().Max();
            _headroom.Ensure(largest * Math.Min(inputs.Length, _streams.Count));
            return _streams.Run(inputs.Length, i => PredictAlike([inputs[i]], normalization, cancellation));
        }

        using var scope = NewDisposeScope();
        Tensor[] values = Array.TrueForAll(inputs, input => (input.Width, input.Height) == (inputs[0].Width, inputs[0].Height))
            ? [PredictAlike(inputs, normalization, cancellation)]
            : [.. inputs.Select(input => PredictAlike([input], normalization, cancellation))];
        return [.. values.Select(value => value.DetachFromDisposeScope())];
    }

    private Tensor PredictAlike(IReadOnlyList<Frame> inputs, OutputNormalization normalization, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        using var scope = NewDisposeScope();
        using var mode = inference_mode();
        var input = Description.Input.Encode(ToDevice(inputs)).to(_precision);
        var logits = _model.Network.PredictFused(input).to(float32);
        if (_precision == ScalarType.Float16 && !logits.isfinite().all().item<bool>())
        {
            throw new ModelException($"the model: its numbers are too large for 16 bits; give {PrecisionNames.Named} fp32.");
        }

        return MaskDecoding.Decode(logits, normalization).cpu().contiguous().MoveToOuterDisposeScope();
    }

    private Tensor ToDevice(IReadOnlyList<Frame> inputs)
    {
        var pixels = empty([inputs.Count, inputs[0].Height, inputs[0].Width, PixelLayout.Rgb24.Channels], uint8);
        for (var i = 0; i < inputs.Count; i++)
        {
            inputs[i].Pixels.Span.CopyTo(pixels[i].bytes);
        }

        // From pinned memory the copy runs beside what the GPU still computes.
        return IsCuda ? pixels.pin_memory().to(_device, non_blocking: true) : pixels;
    }

    private static IReadOnlyList<Mask> ToMasks(Tensor[] values)
    {
        using var scope = NewDisposeScope();
        return [.. values.SelectMany(value => value.unbind()).Select(ToMask)];
    }

    private static Mask ToMask(Tensor values)
    {
        var mask = new Mask((int)values.shape[^1], (int)values.shape[^2]);
        values.data<float>().CopyTo(mask.Values);
        return mask;
    }

    private static void Free(Tensor[] values) => Array.ForEach(values, value => value.Dispose());
}
