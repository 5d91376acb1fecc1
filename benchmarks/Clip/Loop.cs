using System.Diagnostics;
using Microsoft.ML.OnnxRuntime;
using OpenCvSharp;
using U2Video.Core.Models;

namespace U2Video.Benchmarks.Clip;

/// <summary>The straightforward way: ffmpeg, OpenCV, ONNX Runtime with its defaults, OpenCV, ffmpeg; one frame after the other.</summary>
internal static class Loop
{
    // What our predictor takes for a picture without a subject, where masks are stretched.
    private const double SmallestSpread = 0.1;

    public static Outcome Run(Job job)
    {
        using var settings = new SessionOptions();
        if (job.Threads is { } threads)
        {
            settings.IntraOpNumThreads = threads;
        }

        using var session = new InferenceSession(job.Onnx, settings);
        using var options = new RunOptions();
        var values = new float[3 * job.Side * job.Side];
        using var input = OrtValue.CreateTensorValueFromMemory(values, [1, 3, job.Side, job.Side]);
        using var prediction = new Mat(job.Side, job.Side, MatType.CV_32FC1);

        var watch = Stopwatch.StartNew();
        var video = RawVideo.Probe(job.Clip);
        using var decoder = RawVideo.Decode(job.Clip, job.Frames);
        using var encoder = job.MasksOnly ? null : RawVideo.Encode(job.Output, 2 * video.Width, video.Height, video.Rate);
        using var file = job.MasksOnly ? File.Create(job.Output) : null;
        using var frame = new Mat(video.Height, video.Width, MatType.CV_8UC3);
        using var small = new Mat();
        using var full = new Mat();
        using var mask = new Mat();
        using var alpha = new Mat();
        using var cutout = new Mat();
        using var combined = new Mat();
        var frames = 0L;
        for (; decoder.Read(frame); frames++)
        {
            Cv2.Resize(frame, small, new Size(job.Side, job.Side), interpolation: InterpolationFlags.Area);
            Fill(values, RawVideo.Bytes(small), job.Input);
            using (var outputs = session.Run(options, ["input"], [input], ["d0"]))
            {
                outputs[0].GetTensorDataAsSpan<float>().CopyTo(prediction.AsSpan<float>());
            }

            var (scale, offset) = Stretch(prediction, job.Normalization);
            Cv2.Resize(prediction, full, frame.Size(), interpolation: InterpolationFlags.Linear);
            full.ConvertTo(mask, MatType.CV_8UC1, scale, offset);
            if (file is not null)
            {
                file.Write(RawVideo.Bytes(mask));
                continue;
            }

            Cv2.CvtColor(mask, alpha, ColorConversionCodes.GRAY2RGB);
            Cv2.Multiply(frame, alpha, cutout, 1 / 255.0);
            Cv2.HConcat(frame, cutout, combined);
            encoder!.Input.Write(RawVideo.Bytes(combined));
        }

        encoder?.Complete();
        return new Outcome(frames, frames, watch.Elapsed.TotalSeconds);
    }

    private static void Fill(float[] values, ReadOnlySpan<byte> pixels, InputEncoding encoding)
    {
        var largest = 255f;
        if (encoding.Scale == InputScale.Maximum)
        {
            largest = 1;
            foreach (var value in pixels)
            {
                largest = Math.Max(largest, value);
            }
        }

        var plane = values.Length / 3;
        for (var channel = 0; channel < 3; channel++)
        {
            var source = encoding.Channels == ChannelOrder.Rgb ? channel : 2 - channel;
            var (factor, less) = (1 / (largest * encoding.Std[channel]), encoding.Mean[channel] / encoding.Std[channel]);
            for (var i = 0; i < plane; i++)
            {
                values[(channel * plane) + i] = (pixels[(3 * i) + source] * factor) - less;
            }
        }
    }

    // From the network's values to bytes.
    private static (double Scale, double Offset) Stretch(Mat prediction, OutputNormalization normalization)
    {
        var (low, high) = (0.0, 1.0);
        if (normalization == OutputNormalization.MinMax)
        {
            Cv2.MinMaxLoc(prediction, out low, out high);
            (low, high) = high - low >= SmallestSpread ? (low, high) : (0, 1);
        }

        return (255 / (high - low), -255 * low / (high - low));
    }
}
