using U2Video.Core.Torch;
using static TorchSharp.torch;

namespace U2Video.Core.Training;

/// <summary>How close masks are to the ground truth: means over pictures.</summary>
/// <param name="Pictures">The number of compared pictures.</param>
/// <param name="MeanAbsoluteError">The mean of |mask − truth| over the pixels, 0…1; less is better.</param>
/// <param name="MeanIntersectionOverUnion">
/// The intersection over union of both, thresholded at one half, 0…1; more is better; 1 if both are empty.
/// </param>
public sealed record MaskMetrics(int Pictures, double MeanAbsoluteError, double MeanIntersectionOverUnion)
{
    private const double Threshold = 0.5;

    /// <summary>Compares two masks of one picture.</summary>
    /// <param name="mask">The mask, of any shape, 0…1.</param>
    /// <param name="truth">The ground truth, of the same shape, 0…1.</param>
    public static MaskMetrics Compare(Tensor mask, Tensor truth)
    {
        using var scope = NewDisposeScope();
        var (subject, trueSubject) = (mask.IsAtLeast(Threshold), truth.IsAtLeast(Threshold));
        var union = subject.logical_or(trueSubject).sum().item<long>();
        var intersection = subject.logical_and(trueSubject).sum().item<long>();
        var error = (mask - truth).abs().mean().item<float>();
        GC.KeepAlive(mask);
        GC.KeepAlive(truth);
        return new MaskMetrics(1, error, union == 0 ? 1 : (double)intersection / union);
    }

    /// <summary>The means over several sets, each picture counted once.</summary>
    public static MaskMetrics Mean(IReadOnlyCollection<MaskMetrics> sets)
    {
        var pictures = sets.Sum(set => set.Pictures);
        return new MaskMetrics(
            pictures,
            sets.Sum(set => set.Pictures * set.MeanAbsoluteError) / pictures,
            sets.Sum(set => set.Pictures * set.MeanIntersectionOverUnion) / pictures);
    }
}
