using TorchSharp;
using U2Video.Core.Errors;
using U2Video.Core.Imaging;
using U2Video.Core.Models;
using static TorchSharp.torch;

namespace U2Video.Core.Inference;

/// <summary>
/// Predicts masks of frames. Owns its model and the threads on which the network runs. Frames may differ in size; a mask depends only on
/// its own frame. On a CPU it is the same to the bit in a batch of any size; on CUDA the batch size affects rounding.
/// </summary>
/// <remarks>Safe to call from several threads: batches queue up and are computed one after the other.</remarks>
public sealed class MaskPredictor : IDisposable
{
    private const int CudaBatchSize = 8;

    private readonly U2NetModel _model;
    private readonly Device _device;
    private readonly ScalarType _precision;
    private readonly DedicatedThread _thread = new(NetworkThreads.OfPredictor);
    private readonly MemoryPreflight _preflight = new();
    private PictureStreams? _streams;
    private bool _disposed;

    /// <summary>Prepares a model for inference.</summary>
    /// <param name="model">The model; the predictor takes ownership, changes it and disposes it, also if this constructor fails.</param>
    /// <param name="device">Where it runs.</param>
    /// <param name="size">The size that frames are brought to; if null, the square that the model was trained for.</param>
    /// <param name="precision">The number type of the computation.</param>
    /// <exception cref="UsageException">
    /// A side is out of range, or not a multiple of 32 although the wiring needs it; or the device does not support the precision.
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

    /// <summary>The model's description.</summary>
    public ModelDescription Description => _model.Description;

    /// <summary>The size that frames are brought to, and that masks have.</summary>
    public InputSizing Sizing { get; }

    /// <summary>The best number of frames to predict together: on a CPU as many as are computed at the same time, 1…4.</summary>
    public int PreferredBatchSize => _streams?.Count ?? CudaBatchSize;

    /// <summary>What its masks are handled by.</summary>
    internal PredictorFacts Facts => new(Sizing, Description.InputSize, Description.Output);

    private bool IsCuda => _device.type == DeviceType.CUDA;

    /// <summary>Makes the network's input from a frame: RGB of eight bits, of the size that <see cref="Sizing"/> gives.</summary>
    /// <param name="frame">The frame, of any size and of three or four channels; it stays the caller's.</param>
    /// <returns>A new frame with the same time; the caller owns it.</returns>
    public Frame ToInput(Frame frame) => Facts.ToInput(frame);

    /// <summary>Predicts a batch.</summary>
    /// <param name="frames">The frames; they stay the caller's and must not change until the task ends.</param>
    /// <param name="cancellation">
    /// Ends the task at once, as in <see cref="PredictInputsAsync(IReadOnlyList{Frame}, CancellationToken)"/>.
    /// </param>
    /// <returns>A mask for each frame, in order; the caller owns them.</returns>
    /// <exception cref="OperationCanceledException">The task was cancelled; there are no masks.</exception>
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

    /// <summary>Predicts a batch of inputs that <see cref="ToInput"/> made.</summary>
    /// <param name="inputs">The inputs; they stay the caller's and must not change until the task ends.</param>
    /// <param name="cancellation">
    /// Ends the task at once, whether the batch waits or is being computed. The network finishes the current pictures, for which the
    /// next batch waits, and their masks are discarded.
    /// </param>
    /// <returns>A mask for each, in order; the caller owns them.</returns>
    /// <exception cref="OperationCanceledException">The task was cancelled; there are no masks.</exception>
    public Task<IReadOnlyList<Mask>> PredictInputsAsync(IReadOnlyList<Frame> inputs, CancellationToken cancellation = default) =>
        PredictInputsAsync(inputs, Description.Output, cancellation);

    /// <summary>The same, with another normalization than the model's own.</summary>
    internal async Task<IReadOnlyList<Mask>> PredictInputsAsync(
        IReadOnlyList<Frame> inputs, OutputNormalization normalization, CancellationToken cancellation)
    {
        // After a cancellation, the caller may change the list and dispose the frames while the network still reads them.
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

    /// <summary>Waits for the running batches and frees the model.</summary>
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

    // The result is on the CPU and in no dispose scope; masks are made from it only if the caller still waits.
    // Frames of one clip have the same size; pictures of a data set need not.
    private Tensor[] Predict(Frame[] inputs, OutputNormalization normalization, CancellationToken cancellation)
    {
        if (_streams is not null)
        {
            var largest = inputs.Select(input => (long)input.Width * input.Height).DefaultIfEmpty().Max();
            _preflight.Ensure(largest * Math.Min(inputs.Length, _streams.Count));
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
            throw new ModelException($"the model: its numbers are too large for 16 bits; give {PrecisionTypes.Named} fp32.");
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

        // From pinned memory, the copy runs while the GPU still computes.
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
