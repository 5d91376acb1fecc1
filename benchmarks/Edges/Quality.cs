using System.Runtime.InteropServices;
using OpenCvSharp;
using U2Video.Core.Data;
using U2Video.Core.Data.Masks;
using U2Video.Core.Data.Splits;
using U2Video.Core.Imaging;
using U2Video.Core.Inference;
using U2Video.Core.Metrics;

namespace U2Video.Benchmarks.Edges;

/// <summary>How near masks at the pictures' size come to the truth, by the way they got there.</summary>
internal static class Quality
{
    public static async Task PrintAsync(MaskPredictor predictor, string folder, IReadOnlyList<Upsampling> ways)
    {
        var pairs = DataSplit.Make([DataFolder.Open(folder)], SplitRule.EveryNth(10), without: []).Validation;
        var sums = ways.Select(_ => new double[4]).ToList();
        foreach (var pair in pairs)
        {
            await MeasureAsync(predictor, pair, ways, sums);
        }

        Console.WriteLine($"{folder}: {pairs.Count} pictures, network at {predictor.Sizing}");
        var table = new Table(("way", 24), ("MAE", 8), ("IoU", 8), ("boundary", 8), ("band MAE", 8));
        foreach (var (way, sum) in ways.Zip(sums))
        {
            var means = sum.Select(value => value / pairs.Count).ToArray();
            table.Row(way.Name, $"{means[0]:F5}", $"{means[1]:F4}", $"{means[2]:F4}", $"{means[3]:F4}");
        }
    }

    private static async Task MeasureAsync(
        MaskPredictor predictor, TrainingPair pair, IReadOnlyList<Upsampling> ways, IReadOnlyList<double[]> sums)
    {
        var (image, maskPicture) = Picture.ReadPair(pair);
        using (image)
        using (maskPicture)
        {
            using var frame = ToFrame(image);
            using var band = Band(maskPicture);
            var truth = GroundTruth.Of(maskPicture);
            using var mask = (await predictor.PredictAsync([frame]))[0];
            foreach (var (way, sum) in ways.Zip(sums))
            {
                using var full = way.ToFrameSize(mask, frame);
                var values = Array.ConvertAll(full.Pixels.ToArray(), value => value / (float)byte.MaxValue);
                sum[0] += MeanAbsoluteError.Of(values, truth.Values);
                sum[1] += IntersectionOverUnion.Of(values, truth.Values);
                sum[2] += BoundaryFMeasure.Of(values, truth.Values, truth.Width);
                sum[3] += BandError(full, maskPicture, band);
            }
        }
    }

    // Within five pixels of the true outline: all else is the network's doing.
    private static Mat Band(Mat truth)
    {
        using var subject = truth.Threshold(127, 255, ThresholdTypes.Binary);
        using var square = Cv2.GetStructuringElement(MorphShapes.Ellipse, new Size(11, 11));
        var band = new Mat();
        Cv2.MorphologyEx(subject, band, MorphTypes.Gradient, square);
        return band;
    }

    private static double BandError(Frame full, Mat truth, Mat band)
    {
        using var found = FrameMat.Of(full);
        using var error = new Mat();
        Cv2.Absdiff(found.Mat, truth, error);
        return Cv2.Mean(error, band).Val0 / byte.MaxValue;
    }

    private static Frame ToFrame(Mat image)
    {
        image.GetArray(out Vec3b[] pixels);
        var frame = new Frame(image.Cols, image.Rows);
        MemoryMarshal.AsBytes<Vec3b>(pixels).CopyTo(frame.Pixels.Span);
        return frame;
    }
}
