using OpenCvSharp;
using TorchSharp;
using U2Video.Core.Checkpoints;
using U2Video.Core.Errors;
using U2Video.Core.Imaging;
using static TorchSharp.torch;

namespace U2Video.Core.Inference;

/// <summary>
/// Frames in, masks out. Owns its model and a thread on which the network runs. Safe to call from several threads: batches
/// queue up. Frames may differ in size; a mask depends on its own frame alone, whatever the batch.
/// </summary>
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

    /// <summary>Prepares a model for inference.</summary>
    /// <param name="model">The model; the predictor takes it over, changes and disposes it.</param>
    /// <param name="device">Where it runs.</param>
    /// <param name="size">The size that frames are brought to; if null, the square that the model was trained for.</param>
    /// <param name="precision">With which numbers it computes.</param>
    /// <exception cref="UsageException">
    /// A side is out of range, or not a multiple of 32 where the wiring needs it; or the device has no such numbers.
    /// </exception>
    public MaskPredictor(U2NetModel model, Device device, InputSizing? size = null, Precision precision = Precision.Auto)
    {
        (_model, _device) = (model, device);
        Sizing = (size ?? InputSizing.Square(model.Description.InputSize)).Checked(model.Description.Variant.Wiring);
        _precision = precision.On(IsCuda);
        _thread.RunAsync(Prepare).GetAwaiter().GetResult();
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
    /// <returns>A mask for each frame, in order; the caller owns them.</returns>
    public async Task<IReadOnlyList<Mask>> PredictAsync(IReadOnlyList<Frame> frames)
    {
        var inputs = new List<Frame>(frames.Count);
        try
        {
            inputs.AddRange(frames.Select(ToInput));
            return await PredictInputsAsync(inputs).ConfigureAwait(false);
        }
        finally
        {
            inputs.ForEach(input => input.Dispose());
        }
    }

    /// <summary>Predicts a batch of what <see cref="ToInput"/> made.</summary>
    /// <param name="inputs">The inputs; they stay the caller's and must not change until the task ends.</param>
    /// <returns>A mask for each, in order; the caller owns them.</returns>
    public Task<IReadOnlyList<Mask>> PredictInputsAsync(IReadOnlyList<Frame> inputs) => PredictInputsAsync(inputs, Description.Output);

    /// <summary>The same, with another treatment of the sigmoid than the model's own.</summary>
    internal Task<IReadOnlyList<Mask>> PredictInputsAsync(IReadOnlyList<Frame> inputs, OutputNormalization normalization) =>
        _thread.RunAsync(() => Predict(inputs, normalization));

    /// <summary>Waits for the batches under way and frees the model.</summary>
    public void Dispose()
    {
        _thread.Dispose();
        _streams?.Dispose();
        _model.Dispose();
    }

    private bool Prepare()
    {
        _model.Network.to(_device);
        _model.Network.PrepareForInference(_precision);
        _streams = IsCuda ? null : new PictureStreams();
        return true;
    }

    // Frames of one clip have one size; pictures of a data set need not.
    private IReadOnlyList<Mask> Predict(IReadOnlyList<Frame> inputs, OutputNormalization normalization)
    {
        if (_streams is not null)
        {
            var largest = inputs.Select(input => (long)input.Width * input.Height).DefaultIfEmpty().Max();
            _headroom.Ensure(largest * Math.Min(inputs.Count, _streams.Count));
            return _streams.Run(inputs.Count, i => PredictAlike([inputs[i]], normalization)[0]);
        }

        return inputs.All(input => (input.Width, input.Height) == (inputs[0].Width, inputs[0].Height))
            ? PredictAlike(inputs, normalization)
            : [.. inputs.SelectMany(input => PredictAlike([input], normalization))];
    }

    private IReadOnlyList<Mask> PredictAlike(IReadOnlyList<Frame> inputs, OutputNormalization normalization)
    {
        using var scope = NewDisposeScope();
        using var mode = inference_mode();
        var input = Description.Input.Encode(ToDevice(inputs)).to(_precision);
        var logits = _model.Network.PredictFused(input).to(float32);
        if (_precision == ScalarType.Float16 && !logits.isfinite().all().item<bool>())
        {
            throw new ModelException("the model: its numbers are too large for 16 bits; give --precision fp32.");
        }

        var values = MaskDecoding.Decode(logits, normalization).cpu().contiguous();
        return [.. inputs.Select((input, index) => ToMask(values[index], input.Width, input.Height))];
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

    private static Mask ToMask(Tensor values, int width, int height)
    {
        var mask = new Mask(width, height);
        values.data<float>().CopyTo(mask.Values);
        return mask;
    }
}
