using TorchSharp;
using U2Video.Core.Fixing;
using U2Video.Core.Models;
using U2Video.Core.Networks;
using U2Video.Core.Networks.Fast;

namespace U2Video.Pipeline.Fixing;

/// <summary>How many steps of learning a time stands for. The machine does not matter, so that all machines learn the same.</summary>
internal static class FixBudget
{
    // Pictures of 192×192 in a second, forwards and backwards: half of what two cores of a server with AVX512_BF16 were measured to do
    // when nothing else ran, so that slower and busy machines come to the end too.
    private const double LitePicturesPerSecond = 4.8;
    private const double FullPicturesPerSecond = 1.4;
    private const double MeasuredPixels = 192 * 192;

    /// <summary>The settings for a run.</summary>
    /// <param name="options">What the user asks for.</param>
    /// <param name="variant">The network.</param>
    /// <param name="size">Its size.</param>
    /// <param name="device">Where it learns.</param>
    public static FixSettings Settings(FixOptions options, U2NetVariant variant, InputSize size, torch.Device device)
    {
        var settings = new FixSettings { Steps = 1 };
        var learned = settings.SizeFor(size);
        var perSecond = (variant.Encoder[0].Mid == U2NetVariant.Lite.Encoder[0].Mid ? LitePicturesPerSecond : FullPicturesPerSecond)
            * MeasuredPixels / (learned.Width * learned.Height);
        return settings with
        {
            Steps = Math.Max(1, (int)Math.Round(options.Seconds * perSecond / (settings.Corrected + settings.Anchors))),
            TimeLimit = options.Seed is null ? TimeSpan.FromSeconds(options.Seconds) : null,
            Seed = options.Seed ?? settings.Seed,
            UsesBFloat16 = device.type == DeviceType.CPU && OneDnn.HasBFloat16,
        };
    }
}
