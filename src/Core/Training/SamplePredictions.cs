using OpenCvSharp;
using U2Video.Core.Data;
using U2Video.Core.Data.Masks;
using U2Video.Core.Errors;
using U2Video.Core.Imaging;
using U2Video.Core.Inference;
using U2Video.Core.Models;
using U2Video.Core.Networks;
using static TorchSharp.torch;

namespace U2Video.Core.Training;

/// <summary>Predicts some pictures of a data set, for viewing what a network has learned.</summary>
public static class SamplePredictions
{
    /// <summary>Chooses pairs evenly from a list, so that each of several consecutive data sets is represented.</summary>
    /// <param name="pairs">The list.</param>
    /// <param name="count">The largest number of pairs, 0 or more.</param>
    public static IReadOnlyList<TrainingPair> Choose(IReadOnlyList<TrainingPair> pairs, int count)
    {
        var chosen = Math.Min(count, pairs.Count);
        return [.. Enumerable.Range(0, chosen).Select(index => pairs[((2 * index) + 1) * pairs.Count / (2 * chosen)])];
    }

    /// <summary>Predicts pairs one by one, in evaluation mode; the network's own mode is restored.</summary>
    /// <param name="network">The network, on any device.</param>
    /// <param name="description">The description of its input and output.</param>
    /// <param name="pairs">The pairs.</param>
    /// <param name="size">The side of the square that pictures are resized to, in pixels.</param>
    /// <returns>One for each pair, in order; the caller disposes them.</returns>
    /// <exception cref="InputException">A picture cannot be read.</exception>
    public static IReadOnlyList<SamplePrediction> Predict(
        U2Net network, ModelDescription description, IReadOnlyList<TrainingPair> pairs, int size)
    {
        var wasTraining = network.training;
        var samples = new List<SamplePrediction>(pairs.Count);
        network.eval();
        try
        {
            foreach (var pair in pairs)
            {
                samples.Add(Predict(network, description, pair, size));
            }

            return samples;
        }
        catch
        {
            samples.ForEach(sample => sample.Dispose());
            throw;
        }
        finally
        {
            network.train(wasTraining);
        }
    }

    private static SamplePrediction Predict(U2Net network, ModelDescription description, TrainingPair pair, int size)
    {
        using var scope = NewDisposeScope();
        using var mode = inference_mode();
        var (image, truth) = Picture.ReadPair(pair);
        using var ownedImage = image;
        using var ownedTruth = truth;
        using var resized = new Mat();
        Cv2.Resize(image, resized, new OpenCvSharp.Size(size, size), interpolation: InterpolationFlags.Area);

        var pixels = tensor(Bytes(resized).ToArray(), [1, size, size, PixelLayout.Rgb24.Channels]).to(network.parameters().First().device);
        var mask = MaskDecoding.Decode(network.call(description.Input.Encode(pixels)).Fused, description.Output).cpu().contiguous();
        var trueMask = GroundTruth.Of(truth);
        var fullSize = nn.functional.interpolate(
            mask, size: [truth.Rows, truth.Cols], mode: InterpolationMode.Bilinear, align_corners: false).data<float>().ToArray();
        var metrics = MaskMetrics.Compare(tensor(trueMask.Known(fullSize)), tensor(trueMask.Known(trueMask.Values)));

        var frame = new Frame(image.Cols, image.Rows);
        Bytes(image).CopyTo(frame.Pixels.Span);
        return new SamplePrediction(pair.Name, frame, ToMask(mask), ToMask(trueMask), metrics);
    }

    private static Mask ToMask(Tensor values)
    {
        var mask = new Mask((int)values.shape[3], (int)values.shape[2]);
        values.data<float>().CopyTo(mask.Values);
        return mask;
    }

    private static Mask ToMask(GroundTruth truth)
    {
        var mask = new Mask(truth.Width, truth.Height);
        truth.Values.CopyTo(mask.Values);
        return mask;
    }

    private static unsafe ReadOnlySpan<byte> Bytes(Mat mat) => new(mat.DataPointer, checked((int)(mat.Total() * mat.ElemSize())));
}
