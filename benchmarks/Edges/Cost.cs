using System.Diagnostics;
using OpenCvSharp;
using U2Video.Core.Errors;
using U2Video.Core.Imaging;
using U2Video.Core.Inference;
using U2Video.Pipeline.Compositing;
using U2Video.Pipeline.Compositing.Backgrounds;
using U2Video.Pipeline.Matting;
using U2Video.Pipeline.Matting.Edges;

namespace U2Video.Benchmarks.Edges;

/// <summary>What each step costs at 1280×720, in milliseconds: the median of many, on one picture.</summary>
internal static class Cost
{
    private const int Times = 60;

    public static async Task PrintAsync(MaskPredictor predictor, string picture)
    {
        using var frame = Read(picture, new Size(1280, 720), PixelLayout.Rgb24);
        using var mask = (await predictor.PredictAsync([frame]))[0];
        Console.WriteLine($"{picture} at {frame.Width}×{frame.Height}, milliseconds, of {Times}");
        var table = new Table(("pixels", 10), ("step", 20), ("best", 6), ("median", 6));
        foreach (var layout in new[] { PixelLayout.Rgb24, PixelLayout.Rgb48 })
        {
            using var source = Read(picture, new Size(1280, 720), layout);
            foreach (var way in Upsampling.Modes)
            {
                Print(table, layout, way.Name, () => way.ToFrameSize(mask, source));
            }

            using var matted = new MattedFrame(
                Read(picture, new Size(1280, 720), layout), GuidedUpsampling.Default.ToFrameSize(mask, source));
            Print(table, layout, "foreground", () => ForegroundEstimator.Estimate(matted.Frame, matted.Matte, matted.Alpha));
            Print(table, layout, "panels", new PanelRenderer([Panel.Original, Panel.Cutout]), matted);
            Print(table, layout, "mask", new MaskRenderer(), matted);
            Print(table, layout, "cutout", new CutoutRenderer(AlphaMode.Straight, decontaminate: true), matted);
            Print(table, layout, "composite, color", new CompositeRenderer(new SolidBackground([0, 255, 0]), decontaminate: true), matted);
            Print(table, layout, "composite, blur", new CompositeRenderer(new BlurBackground(null), decontaminate: true), matted);
        }
    }

    /// <summary>A picture at a size of choice.</summary>
    public static Frame Read(string path, Size size, PixelLayout layout)
    {
        using var picture = Cv2.ImRead(path, ImreadModes.Color);
        if (picture.Empty())
        {
            throw new InputException($"{path}: cannot be read as a picture.");
        }

        using var colors = picture.CvtColor(ColorConversionCodes.BGR2RGB);
        var frame = new Frame(size.Width, size.Height, layout: layout);
        using var pixels = FrameMat.Of(frame);
        CoverFit.Paint(colors, pixels.Mat);
        return frame;
    }

    private static void Print(Table table, PixelLayout layout, string name, IRenderer renderer, MattedFrame matted) =>
        Print(table, layout, name, () => renderer.RenderAsync(matted, CancellationToken.None).AsTask().Result);

    private static void Print(Table table, PixelLayout layout, string name, Func<Frame> step)
    {
        var times = new List<double>();
        for (var i = 0; i < Times; i++)
        {
            var watch = Stopwatch.StartNew();
            step().Dispose();
            times.Add(watch.Elapsed.TotalMilliseconds);
        }

        times.Sort();
        table.Row($"{layout}", name, $"{times[0]:F1}", $"{times[Times / 2]:F1}");
    }
}
