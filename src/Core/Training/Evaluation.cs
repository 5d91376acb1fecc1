using OpenCvSharp;
using U2Video.Core.Inference;
using U2Video.Core.Networks;
using U2Video.Core.Training.Data;
using static TorchSharp.torch;

namespace U2Video.Core.Training;

/// <summary>Compares a network's masks with true ones, picture by picture, at each picture's own size.</summary>
public static class Evaluation
{
    /// <summary>Runs the network in evaluation mode over all pairs.</summary>
    /// <param name="network">The network; its mode is left as <c>eval</c>.</param>
    /// <param name="description">How it is fed and read.</param>
    /// <param name="pairs">The pairs, at least one.</param>
    /// <param name="size">The side of the square that pictures are resized to, in pixels.</param>
    /// <param name="cancellation">Ends the evaluation between two pictures.</param>
    public static MaskMetrics Run(
        U2Net network, ModelDescription description, IReadOnlyList<TrainingPair> pairs, int size, CancellationToken cancellation)
    {
        network.eval();
        var device = network.parameters().First().device;
        var metrics = new List<MaskMetrics>(pairs.Count);
        foreach (var pair in pairs)
        {
            cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            using var mode = inference_mode();
            var (image, truth) = Picture.ReadPair(pair);
            using var ownedImage = image;
            using var ownedTruth = truth;
            var input = description.Input.Encode(Resized(image, size).to(device));
            var mask = MaskDecoding.Decode(network.call(input).Fused, description.Output);
            var fullSize = nn.functional.interpolate(
                mask, size: [truth.Rows, truth.Cols], mode: InterpolationMode.Bilinear, align_corners: false);
            metrics.Add(MaskMetrics.Compare(fullSize.cpu(), ToTensor(truth)));
        }

        return MaskMetrics.Mean(metrics);
    }

    private static Tensor Resized(Mat image, int size)
    {
        using var resized = new Mat();
        Cv2.Resize(image, resized, new OpenCvSharp.Size(size, size), interpolation: InterpolationFlags.Area);
        resized.GetArray(out Vec3b[] pixels);
        return tensor(System.Runtime.InteropServices.MemoryMarshal.AsBytes<Vec3b>(pixels).ToArray(), [1, size, size, 3]);
    }

    private static Tensor ToTensor(Mat mask)
    {
        mask.GetArray(out byte[] values);
        return tensor(values, [1, 1, mask.Rows, mask.Cols]).to(float32).div_(255);
    }
}
