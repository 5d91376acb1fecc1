using U2Video.Core.Torch;
using static TorchSharp.torch;

namespace U2Video.Core.Models;

/// <summary>
/// How pixels become the network's input: x = (channel / scale − mean) / std, with the channels in the order of the training.
/// </summary>
/// <param name="Channels">The order of the three channels.</param>
/// <param name="Scale">The divisor of a byte.</param>
/// <param name="Mean">The mean to subtract, per channel in the order of <paramref name="Channels"/>.</param>
/// <param name="Std">The standard deviation to divide by, per channel in the same order.</param>
public sealed record InputEncoding(ChannelOrder Channels, InputScale Scale, IReadOnlyList<float> Mean, IReadOnlyList<float> Std)
{
    // The largest value of an all-black picture is 0, which cannot be a divisor.
    private const double SmallestMaximum = 1e-6;

    /// <summary>The encoding of the official test script: RGB, divided by the picture's largest value, ImageNet statistics.</summary>
    public static InputEncoding Official { get; } =
        new(ChannelOrder.Rgb, InputScale.Maximum, [0.485f, 0.456f, 0.406f], [0.229f, 0.224f, 0.225f]);

    /// <summary>The encoding of kimjy99's notebooks: BGR (OpenCV's order), to −1…1.</summary>
    public static InputEncoding Kimjy99 { get; } = new(ChannelOrder.Bgr, InputScale.Byte, [0.5f, 0.5f, 0.5f], [0.5f, 0.5f, 0.5f]);

    /// <summary>
    /// Our encoding: RGB, divided by 255, ImageNet statistics. The divisor is fixed, so that a bright speck does not change a whole frame.
    /// </summary>
    public static InputEncoding Portrait { get; } = Official with { Scale = InputScale.Byte };

    /// <summary>Encodes a batch of RGB pictures.</summary>
    /// <param name="pixels">B×H×W×3, bytes, on any device.</param>
    /// <returns>B×3×H×W, float32, on the same device, channels-last in memory.</returns>
    public Tensor Encode(Tensor pixels)
    {
        using var scope = NewDisposeScope();
        var values = pixels.to(float32);
        var scaled = Scale == InputScale.Byte
            ? values.DivideInPlace(255)
            : values.div_(values.amax([1, 2, 3], keepdim: true).AtLeast(255 * SmallestMaximum));
        var ordered = Channels == ChannelOrder.Rgb ? scaled : scaled.flip(3);
        var encoded = ordered.sub_(tensor(Mean.ToArray(), device: pixels.device)).div_(tensor(Std.ToArray(), device: pixels.device));

        // A view: B×H×W×3 in memory is exactly channels-last B×3×H×W.
        return encoded.permute(0, 3, 1, 2).MoveToOuterDisposeScope();
    }
}
