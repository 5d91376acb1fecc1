using OpenCvSharp;
using U2Video.Core.Data;
using U2Video.Core.Data.Masks;
using U2Video.Core.Inference;
using U2Video.Core.Models;
using U2Video.Core.Networks;
using U2Video.Core.Training.Losses;
using static TorchSharp.torch;

namespace U2Video.Core.Training;

/// <summary>
/// Measures a network during its training, on pairs that it is not trained on and without augmentation: the loss at the network's size, and
/// the masks at each picture's own size. <see cref="Metrics.ModelEvaluation"/> has more measures for a finished model.
/// </summary>
internal static class Validation
{
    /// <summary>Runs the network in evaluation mode over all pairs.</summary>
    /// <param name="network">The network; it stays in evaluation mode.</param>
    /// <param name="description">The description of its input and output, including the size.</param>
    /// <param name="pairs">The pairs, at least one.</param>
    /// <param name="loss">The loss of each output.</param>
    /// <param name="cancellation">Ends the validation between two pictures.</param>
    /// <returns>The mean loss, and the mean figures of the masks.</returns>
    public static (LossTerms Loss, MaskMetrics Metrics) Run(
        U2Net network, ModelDescription description, IReadOnlyList<TrainingPair> pairs, LossMixture loss, CancellationToken cancellation)
    {
        network.eval();
        var device = network.parameters().First().device;
        var size = new OpenCvSharp.Size(description.InputSize, description.InputSize);
        var metrics = new List<MaskMetrics>(pairs.Count);
        var sums = new double[LossTerms.Count];
        foreach (var pair in pairs)
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            using var mode = inference_mode();
            var (image, mask) = Picture.ReadPair(pair);
            using var ownedImage = image;
            using var ownedMask = mask;

            var output = network.call(description.Input.Encode(SquarePicture.ToTensor(image, description.InputSize).to(device)));
            var (truth, weights) = Truth(mask, size);
            var terms = DeepSupervisionLoss.ToRecord(DeepSupervisionLoss.Terms(output, truth.to(device), weights?.to(device), loss));
            for (var i = 0; i < sums.Length; i++)
            {
                sums[i] += terms.Terms[i];
            }

            var values = MaskDecoding.Decode(output.Fused, description.Output).cpu().contiguous().data<float>().ToArray();
            var fullSize = FullSizeMask.Resize(values, new InputSize(size.Width, size.Height), mask.Cols, mask.Rows);
            var trueMask = GroundTruth.Of(mask);
            metrics.Add(MaskMetrics.Compare(tensor(trueMask.Known(fullSize)), tensor(trueMask.Known(trueMask.Values))));
        }

        return (new LossTerms([.. sums.Select(sum => sum / pairs.Count)]), MaskMetrics.Mean(metrics));
    }

    /// <summary>A mask at the network's size, 1×1×H×W, 0…1; and how much its pixels count, null if all count alike.</summary>
    private static (Tensor Truth, Tensor? Weights) Truth(Mat mask, OpenCvSharp.Size size)
    {
        using var resized = new Mat();
        Cv2.Resize(mask, resized, size, interpolation: InterpolationFlags.Area);
        var (subject, ignored) = MaskPlanes.Bytes(resized);
        long[] shape = [1, 1, size.Height, size.Width];
        return (
            tensor(Array.ConvertAll(subject, value => value / (float)byte.MaxValue), shape),
            PixelWeights.Of([ignored], subject.Length) is { } weights ? tensor(weights, shape) : null);
    }
}
