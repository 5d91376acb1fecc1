using static TorchSharp.torch;

namespace U2Video.Core.Networks.Fast;

/// <summary>
/// A convolution by <see cref="Winograd"/>'s method: patches are transformed, their places multiplied as 36 matrix products, and the
/// products transformed back. It computes in float32, and its results differ from a direct convolution's by rounding.
/// </summary>
internal sealed unsafe class WinogradConvolution : IConvolution
{
    // With fewer pixels, reading the transformed weights, which are four times as large, takes longer than the method saves.
    private const int FewestTiles = 16;

    private readonly Tensor _weight;
    private readonly Tensor _bias;
    private readonly Tensor _zeros;
    private readonly bool _wide;

    /// <param name="weight">O×I×3×3, where O divides by 16 and I by 8.</param>
    /// <param name="bias">O values; they remain the caller's.</param>
    /// <param name="wide">Whether to use AVX-512; null: if the processor has it.</param>
    public WinogradConvolution(Tensor weight, Tensor bias, bool? wide = null)
    {
        using var scope = NewDisposeScope();
        var (outputs, inputs) = (weight.shape[0], weight.shape[1]);
        var kernels = weight.reshape(outputs / MatrixBlock.Columns, MatrixBlock.Columns, inputs, 9).permute(3, 0, 2, 1).contiguous();
        _weight = Winograd.Kernels(kernels).DetachFromDisposeScope();
        _bias = bias;
        _wide = wide ?? Lanes512.AreSupported;
        _zeros = zeros(inputs, dtype: ScalarType.Float32).DetachFromDisposeScope();
    }

    /// <summary>Whether this can compute such a convolution faster than a direct one.</summary>
    public static bool Suits(Tensor weight, int dilation, params ReadOnlySpan<Tensor> inputs)
    {
        foreach (var input in inputs)
        {
            if (input.shape[1] % Lanes256.Count != 0)
            {
                return false;
            }
        }

        var (height, width) = (inputs[0].shape[2], inputs[0].shape[3]);
        return Lanes256.AreSupported
            && ActivationPool.IsAvailable
            && weight.dtype == ScalarType.Float32
            && weight.shape[0] % MatrixBlock.Columns == 0
            && dilation == 1
            && height * width >= FewestTiles * Winograd.Tile * Winograd.Tile;
    }

    public Tensor Run(params ReadOnlySpan<Tensor> inputs)
    {
        using var scope = NewDisposeScope();
        var pictures = new Picture[inputs.Length];
        for (var i = 0; i < inputs.Length; i++)
        {
            // This makes a copy only if the layout differs.
            pictures[i] = Picture.Of(inputs[i].permute(0, 2, 3, 1).contiguous());
        }

        var batch = inputs[0].shape[0];
        var result = ActivationPool.Rent(batch, pictures[0].Height, pictures[0].Width, _bias.shape[0]);
        var pass = new WinogradPass(
            pictures, Picture.Of(result), (int)batch, Picture.ValuesOf(_weight), Picture.ValuesOf(_bias), Picture.ValuesOf(_zeros),
            _wide);
        pass.Run(Picture.ValuesOf(ActivationPool.Rent(pass.Plan())));

        // Tensors that are not in a field live until the scope ends.
        GC.KeepAlive(_weight);
        GC.KeepAlive(_bias);
        GC.KeepAlive(_zeros);
        return result.permute(0, 3, 1, 2).MoveToOuterDisposeScope();
    }

    public void Dispose()
    {
        _weight.Dispose();
        _zeros.Dispose();
    }
}
