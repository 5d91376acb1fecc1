using U2Video.Core.Networks.Fast;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace U2Video.Core.Networks;

/// <summary>Pooling between the levels of U²-Net.</summary>
internal static class Pooling
{
    /// <summary>Halves height and width by 2×2 max-pooling.</summary>
    public static Tensor Halve(Tensor x, Wiring wiring) =>
        FastSampling.Suits(x)
            ? FastSampling.Pool(x, wiring.CeilPooling)
            : functional.max_pool2d(x, kernel_size: 2, stride: 2, ceil_mode: wiring.CeilPooling);
}
