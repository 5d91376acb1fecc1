using OpenCvSharp;
using U2Video.Core.Inference;
using U2Video.Core.Networks;
using static TorchSharp.torch;

namespace U2Video.Core.Training;

/// <summary>
/// Compares a network's masks with true ones, picture by picture, at each picture's own size: what a training needs to know, of a
/// network that stays as it is. <see cref="Metrics.ModelEvaluation"/> measures a finished model by more.
/// </summary>
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
            var truth = TrueMask.Read(pair.MaskPath);
            var input = description.Input.Encode(ReadResized(pair.ImagePath, size).to(device));
            var values = MaskDecoding.Decode(network.call(input).Fused, description.Output).cpu().contiguous().data<float>().ToArray();
            var mask = FullSizeMask.Resize(values, size, truth.Width, truth.Height);
            metrics.Add(MaskMetrics.Compare(tensor(mask), tensor(truth.Values)));
        }

        return MaskMetrics.Mean(metrics);
    }

    private static Tensor ReadResized(string path, int size)
    {
        using var image = Picture.ReadImage(path);
        using var resized = new Mat();
        Cv2.Resize(image, resized, new OpenCvSharp.Size(size, size), interpolation: InterpolationFlags.Area);
        resized.GetArray(out Vec3b[] pixels);
        return tensor(System.Runtime.InteropServices.MemoryMarshal.AsBytes<Vec3b>(pixels).ToArray(), [1, size, size, 3]);
    }
}
