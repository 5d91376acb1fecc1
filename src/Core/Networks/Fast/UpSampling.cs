using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace U2Video.Core.Networks.Fast;

/// <summary>Up-sampling between the levels of U²-Net.</summary>
internal static class UpSampling
{
    /// <summary>Brings <paramref name="x"/> to the height and width of <paramref name="like"/>, bilinearly.</summary>
    public static Tensor UpTo(Tensor x, Tensor like) =>
        x.shape[2] == like.shape[2] && x.shape[3] == like.shape[3]
            ? x
            : FastSampling.Suits(x) ? FastSampling.Resize(x, like.shape[2], like.shape[3])
            : functional.interpolate(x, size: [like.shape[2], like.shape[3]], mode: InterpolationMode.Bilinear, align_corners: false);

    /// <summary>Brings the smaller of two to the height and width of the larger.</summary>
    public static (Tensor First, Tensor Second) ToLarger(Tensor first, Tensor second)
    {
        var larger = Larger(first, second);
        return (UpTo(first, larger), UpTo(second, larger));
    }

    /// <summary>The larger of two, or the first.</summary>
    public static Tensor Larger(Tensor first, Tensor second) => Area(first) >= Area(second) ? first : second;

    /// <summary>The height and width of the largest.</summary>
    public static (long Height, long Width) LargestSize(params ReadOnlySpan<Tensor> pictures)
    {
        var largest = pictures[0];
        foreach (var picture in pictures)
        {
            largest = Area(picture) > Area(largest) ? picture : largest;
        }

        return (largest.shape[2], largest.shape[3]);
    }

    private static long Area(Tensor x) => x.shape[2] * x.shape[3];
}
