using U2Video.Core.Torch;
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

    // More than one, so that a thread that is late leaves some of its bands to others.
    private const int BandsOfThread = 4;

    private readonly Tensor _weight;
    private readonly Tensor _bias;
    private readonly Tensor _zeros;
    private readonly bool _wide;

    /// <param name="weight">O×I×3×3, where O divides by 16, and I by 8 if there are two inputs.</param>
    /// <param name="bias">O values; they remain the caller's.</param>
    /// <param name="wide">Whether to use AVX-512; null: if the processor has it.</param>
    public WinogradConvolution(Tensor weight, Tensor bias, bool? wide = null)
    {
        using var scope = NewDisposeScope();
        var (outputs, inputs) = (weight.shape[0], WithPadding(weight.shape[1]));
        var padded = nn.functional.pad(weight, [0, 0, 0, 0, 0, inputs - weight.shape[1]]);
        var kernels = padded.reshape(outputs / MatrixBlock.Columns, MatrixBlock.Columns, inputs, 9).permute(3, 0, 2, 1).contiguous();
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
            if (input.shape[1] % Lanes256.Count != 0 && inputs.Length > 1)
            {
                return false;
            }
        }

        var (height, width) = UpSampling.LargestSize(inputs);
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
        var (height, width) = UpSampling.LargestSize(inputs);
        var result = ActivationPool.Rent(inputs[0].shape[0], height, width, _bias.shape[0]);
        RunInto(result, adds: false, inputs);
        return result.permute(0, 3, 1, 2).MoveToOuterDisposeScope();
    }

    public void AddTo(Tensor residual, params ReadOnlySpan<Tensor> inputs)
    {
        using var scope = NewDisposeScope();
        var pixels = residual.permute(0, 2, 3, 1);
        if (pixels.is_contiguous())
        {
            RunInto(pixels, adds: true, inputs);
        }
        else
        {
            residual.AddInPlace(Run(inputs));
        }
    }

    public Tensor RunInPlace(Tensor first, Tensor second)
    {
        using var scope = NewDisposeScope();
        var pixels = second.permute(0, 2, 3, 1);
        var to = Picture.Of(pixels);
        var (batch, tileRows) = ((int)second.shape[0], (to.Height + Winograd.Tile - 1) / Winograd.Tile);
        var tiles = batch * tileRows * ((to.Width + Winograd.Tile - 1) / Winograd.Tile);
        var channels = (int)first.shape[1] + to.Channels;
        if (to.Channels != _bias.shape[0] || !pixels.is_contiguous() || !ReferenceEquals(UpSampling.Larger(second, first), second)
            || !WinogradPass.IsForSingleThreads(tiles, channels, to.Channels))
        {
            var result = Run(first, second);
            second.Dispose();
            return result.MoveToOuterDisposeScope();
        }

        var bands = OpenMP.Threads == 1 ? 1 : BandsOfThread * OpenMP.Threads;
        var bandRows = ((batch * tileRows) + bands - 1) / bands;
        var shared = ActivationPool.Rent(InPlacePatches.SharedSize(to, batch, bandRows));
        var zeros = Picture.ValuesOf(_zeros);
        Run(
            [PatchesOf(first, to), new InPlacePatches(to, batch, bandRows, zeros, Picture.ValuesOf(shared))],
            to, batch, adds: false, bandRows);
        return second;
    }

    private static long WithPadding(long channels) => (channels + Lanes256.Count - 1) / Lanes256.Count * Lanes256.Count;

    // Pixels with zeros behind their values, so that they fill vectors: the first layer has only three channels.
    private static Tensor Padded(Tensor pixels)
    {
        var channels = pixels.shape[3];
        if (channels % Lanes256.Count == 0)
        {
            return pixels;
        }

        var padded = ActivationPool.Rent(pixels.shape[0], pixels.shape[1], pixels.shape[2], WithPadding(channels));
        var (from, to) = (Picture.Of(pixels), Picture.Of(padded));
        SharedWork.ForEach((int)pixels.shape[0] * from.Height, (row, _) =>
        {
            var (picture, y) = Math.DivRem(row, from.Height);
            for (var x = 0; x < from.Width; x++)
            {
                var pixel = new Span<float>(to.Pixel(picture, y, x), to.Channels);
                new ReadOnlySpan<float>(from.Pixel(picture, y, x), from.Channels).CopyTo(pixel);
                pixel[from.Channels..].Clear();
            }
        });
        return padded;
    }

    private void RunInto(Tensor output, bool adds, ReadOnlySpan<Tensor> inputs)
    {
        var to = Picture.Of(output);
        var patches = new Patches[inputs.Length];
        for (var i = 0; i < inputs.Length; i++)
        {
            patches[i] = PatchesOf(inputs[i], to);
        }

        Run(patches, to, (int)output.shape[0], adds);
    }

    private Patches PatchesOf(Tensor input, Picture to)
    {
        // This makes a copy only if the layout differs. It lives until the caller's scope ends.
        var from = Picture.Of(Padded(input.permute(0, 2, 3, 1).contiguous()));
        return from.Height == to.Height && from.Width == to.Width
            ? new PlainPatches(from, Picture.ValuesOf(_zeros))
            : new EnlargedPatches(from, to.Height, to.Width, Picture.ValuesOf(_zeros), _wide);
    }

    private void Run(Patches[] patches, Picture to, int batch, bool adds, int bandRows = 0)
    {
        var pass = new WinogradPass(patches, to, adds, batch, Picture.ValuesOf(_weight), Picture.ValuesOf(_bias), _wide, bandRows);
        pass.Run(Picture.ValuesOf(ActivationPool.Rent(pass.Plan())));

        // Tensors that are not in a field live until the scope ends.
        GC.KeepAlive(_weight);
        GC.KeepAlive(_bias);
        GC.KeepAlive(_zeros);
    }

    public void Dispose()
    {
        _weight.Dispose();
        _zeros.Dispose();
    }
}
