using OpenCvSharp;
using U2Video.Core.Data;
using U2Video.Core.Data.Masks;
using U2Video.Core.Models;
using static TorchSharp.torch;

namespace U2Video.Core.Fixing;

/// <summary>Makes the batches of the steps. A batch depends only on the seed and the number of its step.</summary>
/// <param name="corrected">The corrected frames, at least one.</param>
/// <param name="anchors">Frames with masks that are right already.</param>
/// <param name="settings">How many of each are in a batch, and how they are changed.</param>
/// <param name="size">The network's size.</param>
internal sealed class FixBatches(
    IReadOnlyList<FixExample> corrected, IReadOnlyList<FixExample> anchors, FixSettings settings, InputSize size)
{
    /// <summary>The batch of a step, counted from 0; the caller disposes it.</summary>
    public TrainingBatch Make(int step)
    {
        List<FixExample> examples =
        [
            .. Enumerable.Range(step * settings.Corrected, settings.Corrected).Select(place => corrected[place % corrected.Count]),
            .. anchors.Count == 0 ? [] : Enumerable.Range(step * settings.Anchors, settings.Anchors)
                .Select(place => anchors[place % anchors.Count]),
        ];
        var pixels = size.Width * size.Height;
        var batch = new TrainingBatch(
            empty([examples.Count, size.Height, size.Width, 3], ScalarType.Byte),
            empty([examples.Count, 1, size.Height, size.Width], ScalarType.Byte),
            []);
        var ignored = new byte[]?[examples.Count];
        foreach (var (place, example) in examples.Index())
        {
            var (image, mask) = settings.Variation.Apply(example, size, SeededRandom.For(settings.Seed, step, place));
            using (image)
            using (mask)
            {
                image.GetArray(out Vec3b[] colors);
                System.Runtime.InteropServices.MemoryMarshal.AsBytes<Vec3b>(colors).CopyTo(batch.Images.bytes.Slice(place * pixels * 3));
                (var subject, ignored[place]) = MaskPlanes.Bytes(mask);
                subject.CopyTo(batch.Masks.bytes.Slice(place * pixels));
            }
        }

        return PixelWeights.Of(ignored, pixels) is { } weights
            ? batch with { Weights = tensor(weights, [examples.Count, 1, size.Height, size.Width]) }
            : batch;
    }
}
