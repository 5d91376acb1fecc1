using static TorchSharp.torch;

namespace U2Video.Core.Networks;

/// <summary>Sets memory formats, for which the binding has no argument.</summary>
internal static class MemoryLayout
{
    /// <summary>
    /// Lays every convolution's weight out channels-last, in place. Convolutions use the layout of weight and input, and on
    /// CPUs the channels-last ones are about a quarter faster here. Values and shapes stay as they are.
    /// </summary>
    public static void ToChannelsLast(nn.Module module)
    {
        using var scope = NewDisposeScope();
        using var grad = no_grad();
        foreach (var weight in module.parameters().Where(parameter => parameter.dim() == 4))
        {
            weight.set_(weight.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2));
        }
    }
}
