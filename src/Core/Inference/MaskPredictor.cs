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
    private const int CudaBatchSize = 8;

    private readonly U2NetModel _model;
    private readonly Device _device;
    private readonly DedicatedThread _thread = new("u2net");

    /// <summary>Prepares a model for inference.</summary>
    /// <param name="model">The model; the predictor takes it over, changes and disposes it.</param>
    /// <param name="device">Where it runs.</param>
    /// <param name="size">The side of the square that frames are resized to, 32…2048 pixels; the model's own if null.</param>
    /// <exception cref="UsageException">The size is out of range, or not a multiple of 32 where the wiring needs it.</exception>
    public MaskPredictor(U2NetModel model, Device device, int? size = null)
    {
        (_model, _device) = (model, device);
        Size = ModelDescription.CheckSize(size ?? model.Description.InputSize, model.Description.Variant.Wiring);
        _thread.RunAsync(Prepare).GetAwaiter().GetResult();
    }

    /// <summary>What the model says of itself.</summary>
    public ModelDescription Description => _model.Description;

    /// <summary>The side of the square that frames are resized to, and of the masks, in pixels.</summary>
    public int Size { get; }

    /// <summary>
    /// How many frames are best predicted together. On a CPU one at a time is as fast as many, and takes the least memory.
    /// </summary>
    public int PreferredBatchSize => _device.type == DeviceType.CUDA ? CudaBatchSize : 1;

    /// <summary>Makes what the network sees of a frame: RGB of eight bits, <see cref="Size"/> pixels square.</summary>
    /// <param name="frame">The frame, of any size, with three channels of eight bits; it stays the caller's.</param>
    /// <returns>A new frame with the same time; the caller owns it.</returns>
    public Frame ToInput(Frame frame)
    {
        var input = new Frame(Size, Size, frame.Timestamp);
        using var full = FrameMat.Of(frame);
        using var small = FrameMat.Of(input);
        Cv2.Resize(full.Mat, small.Mat, small.Mat.Size(), interpolation: InterpolationFlags.Area);
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
    public Task<IReadOnlyList<Mask>> PredictInputsAsync(IReadOnlyList<Frame> inputs) => _thread.RunAsync(() => Predict(inputs));

    /// <summary>Waits for the batches under way and frees the model.</summary>
    public void Dispose()
    {
        _thread.Dispose();
        _model.Dispose();
    }

    private bool Prepare()
    {
        _model.Network.to(_device);
        _model.Network.PrepareForInference();
        return true;
    }

    private IReadOnlyList<Mask> Predict(IReadOnlyList<Frame> inputs)
    {
        using var scope = NewDisposeScope();
        using var mode = inference_mode();
        var pixels = empty([inputs.Count, Size, Size, PixelLayout.Rgb24.Channels], uint8);
        for (var i = 0; i < inputs.Count; i++)
        {
            inputs[i].Pixels.Span.CopyTo(pixels[i].bytes);
        }

        var input = Description.Input.Encode(pixels.to(_device));
        var values = MaskDecoding.Decode(_model.Network.PredictFused(input), Description.Output).cpu().contiguous();
        return [.. inputs.Select((_, index) => ToMask(values[index]))];
    }

    private Mask ToMask(Tensor values)
    {
        var mask = new Mask(Size, Size);
        values.data<float>().CopyTo(mask.Values);
        return mask;
    }
}
