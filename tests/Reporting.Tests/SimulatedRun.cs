using OpenCvSharp;
using U2Video.Core.Imaging;
using U2Video.Core.Training;
using U2Video.Core.Training.Losses;

namespace U2Video.Reporting.Tests;

/// <summary>A run that never was: its figures fall and rise as those of a real one do.</summary>
internal static class SimulatedRun
{
    /// <summary>Tells an observer of some epochs of a run.</summary>
    public static void Tell(ITrainingObserver observer, int epochs, int steps, int first = 1, int? last = null)
    {
        for (var epoch = first; epoch <= (last ?? epochs); epoch++)
        {
            for (var step = 1; step <= steps; step++)
            {
                observer.OnStep(Step(epoch, epochs, step, steps));
            }

            observer.OnEpoch(Epoch(epoch, epochs));
        }
    }

    public static StepRecord Step(int epoch, int epochs, int step, int steps)
    {
        var random = new Random((epoch * 7919) + step);
        var done = (epoch - 1 + ((double)step / steps)) / epochs;
        var fused = (0.04 + (0.5 * Math.Exp(-9 * done))) * Math.Exp(0.35 * Normal(random));
        var remaining = TimeSpan.FromMinutes(90 * (1 - done));
        return new StepRecord(epoch, epochs, step, steps, Terms(fused), 1e-3 * (1 - done), 31.25 + random.NextDouble(), 0.04, remaining);
    }

    public static EpochRecord Epoch(int epoch, int epochs)
    {
        var record = Draw(epoch, epochs);
        var earlier = Enumerable.Range(1, epoch - 1).Select(number => Draw(number, epochs));
        var isBest = earlier.All(other => other.HeldOut.MeanIntersectionOverUnion < record.HeldOut.MeanIntersectionOverUnion);
        return record with { IsBest = isBest };
    }

    private static EpochRecord Draw(int epoch, int epochs)
    {
        var random = new Random(epoch);
        var done = (double)epoch / epochs;
        var fused = 0.06 + (0.4 * Math.Exp(-7 * done)) + (0.01 * Math.Abs(Normal(random)));
        return new EpochRecord(
            epoch,
            epochs,
            Terms(0.04 + (0.5 * Math.Exp(-9 * done))),
            Terms(fused),
            new MaskMetrics(118, 0.3 * fused, 0.97 - fused + (0.005 * Normal(random))),
            1e-3 * (1 - done),
            31.5,
            0.04,
            IsBest: false);
    }

    /// <summary>A round subject on a colored background, and a mask with small errors.</summary>
    public static SamplePrediction Sample(string name, int width, int height)
    {
        using var picture = new Mat(height, width, MatType.CV_8UC3, new Scalar(60, 120, 200));
        using var truth = new Mat(height, width, MatType.CV_32FC1, Scalar.Black);
        using var prediction = new Mat(160, 160, MatType.CV_32FC1, Scalar.Black);
        var centre = new Point(width / 2, height / 2);
        Cv2.Circle(picture, centre, Math.Min(width, height) / 3, new Scalar(230, 180, 140), thickness: -1);
        Cv2.Circle(truth, centre, Math.Min(width, height) / 3, Scalar.All(1), thickness: -1);
        var radii = new Size(53 * Math.Min(width, height) / width, 53 * Math.Min(width, height) / height);
        Cv2.Ellipse(prediction, new Point(82, 80), radii, 0, 0, 360, Scalar.All(1), thickness: -1);
        Cv2.GaussianBlur(prediction, prediction, new Size(9, 9), 0);

        var frame = new Frame(width, height);
        picture.GetArray(out Vec3b[] pixels);
        System.Runtime.InteropServices.MemoryMarshal.AsBytes<Vec3b>(pixels).CopyTo(frame.Pixels.Span);
        return new SamplePrediction(name, frame, ToMask(prediction), ToMask(truth), new MaskMetrics(1, 0.0123, 0.954));
    }

    private static Mask ToMask(Mat mat)
    {
        var mask = new Mask(mat.Width, mat.Height);
        mat.GetArray(out float[] values);
        values.CopyTo(mask.Values);
        return mask;
    }

    private static LossTerms Terms(double fused) =>
        new([fused, fused * 1.02, fused * 1.05, fused * 1.15, fused * 1.4, fused * 1.9, fused * 2.6]);

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
