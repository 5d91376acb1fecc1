using System.Globalization;
using OpenCvSharp;
using SkiaSharp;
using U2Video.Core.Imaging;
using U2Video.Core.Training;

namespace U2Video.Reporting;

/// <summary>Draws what a network makes of pictures: a row for each, with input, mask, cut-out on black and ground truth.</summary>
internal static class ResultSheet
{
    private const int CellWidth = 232;
    private const int LargestCellHeight = 320;
    private const int Gap = 8;
    private const int Margin = 16;
    private const int HeadHeight = 34;
    private const int CaptionHeight = 26;
    private const int LongestName = 60;

    private static readonly string[] Heads = ["Input", "Mask", "Cut-out", "Ground truth"];

    private static int Width => (2 * Margin) + (Heads.Length * CellWidth) + ((Heads.Length - 1) * Gap);

    /// <summary>Draws the sheet.</summary>
    /// <param name="samples">The rows; they stay the caller's.</param>
    /// <returns>A PNG, 984 pixels wide.</returns>
    public static byte[] Draw(IReadOnlyList<SamplePrediction> samples)
    {
        var sizes = samples.Select(sample => SizeInCell(sample.Image)).ToArray();
        var height = HeadHeight + sizes.Sum(size => size.Height + CaptionHeight) + Margin;
        using var sheet = new Mat(height, Width, MatType.CV_8UC4, Scalar.White);
        var captions = new List<(string Text, int Bottom)>();
        var top = HeadHeight;
        foreach (var (sample, size) in samples.Zip(sizes))
        {
            DrawRow(sheet, sample, size, top);
            top += size.Height + CaptionHeight;
            captions.Add((Caption(sample), top));
        }

        Write(sheet, captions);
        Cv2.CvtColor(sheet, sheet, ColorConversionCodes.RGBA2BGR);
        Cv2.ImEncode(".png", sheet, out var png);
        return png;
    }

    // As large as a cell lets it be.
    private static Size SizeInCell(Frame image)
    {
        var scale = Math.Min((double)CellWidth / image.Width, (double)LargestCellHeight / image.Height);
        return new Size(Math.Max(1, (int)Math.Round(image.Width * scale)), Math.Max(1, (int)Math.Round(image.Height * scale)));
    }

    private static unsafe void DrawRow(Mat sheet, SamplePrediction sample, Size size, int top)
    {
        fixed (byte* pixels = sample.Image.Pixels.Span)
        fixed (float* predicted = sample.Prediction.Values, trueValues = sample.Truth.Values)
        {
            using var image = Mat.FromPixelData(sample.Image.Height, sample.Image.Width, MatType.CV_8UC3, (nint)pixels);
            using var mask = Gray(sample.Prediction, predicted, image.Size());
            using var truth = Gray(sample.Truth, trueValues, image.Size());
            using var cutOut = CutOut(image, mask);
            Place(sheet, image, ColorConversionCodes.RGB2RGBA, CellAt(0));
            Place(sheet, mask, ColorConversionCodes.GRAY2RGBA, CellAt(1));
            Place(sheet, cutOut, ColorConversionCodes.RGB2RGBA, CellAt(2));
            Place(sheet, truth, ColorConversionCodes.GRAY2RGBA, CellAt(3));
        }

        Rect CellAt(int column) => new(Left(column) + ((CellWidth - size.Width) / 2), top, size.Width, size.Height);
    }

    private static unsafe Mat Gray(Mask mask, float* values, Size size)
    {
        using var small = Mat.FromPixelData(mask.Height, mask.Width, MatType.CV_32FC1, (nint)values);
        using var full = new Mat();
        Cv2.Resize(small, full, size);
        var gray = new Mat();
        full.ConvertTo(gray, MatType.CV_8UC1, 255);
        return gray;
    }

    private static Mat CutOut(Mat image, Mat mask)
    {
        using var weight = new Mat();
        Cv2.CvtColor(mask, weight, ColorConversionCodes.GRAY2RGB);
        var cutOut = new Mat();
        Cv2.Multiply(image, weight, cutOut, 1.0 / 255);
        return cutOut;
    }

    private static void Place(Mat sheet, Mat picture, ColorConversionCodes toSheet, Rect where)
    {
        using var scaled = new Mat();
        using var place = new Mat(sheet, where);
        Cv2.Resize(
            picture, scaled, where.Size, interpolation: where.Width < picture.Width ? InterpolationFlags.Area : InterpolationFlags.Linear);
        Cv2.CvtColor(scaled, scaled, toSheet);
        scaled.CopyTo(place);
    }

    private static void Write(Mat sheet, IReadOnlyList<(string Text, int Bottom)> captions)
    {
        var info = new SKImageInfo(sheet.Width, sheet.Height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        using var surface = SKSurface.Create(info, sheet.Data, (int)sheet.Step());
        using var ink = new SKPaint { Color = new SKColor(0x33, 0x33, 0x33), IsAntialias = true };
        using var head = new SKFont(ReportFont.Bold, 17);
        using var caption = new SKFont(ReportFont.Regular, 14);
        for (var column = 0; column < Heads.Length; column++)
        {
            surface.Canvas.DrawText(Heads[column], Left(column) + (CellWidth / 2), HeadHeight - 12, SKTextAlign.Center, head, ink);
        }

        foreach (var (text, bottom) in captions)
        {
            surface.Canvas.DrawText(text, Width / 2, bottom - 8, SKTextAlign.Center, caption, ink);
        }

        surface.Flush();
    }

    private static string Caption(SamplePrediction sample)
    {
        var name = sample.Name.Length <= LongestName ? sample.Name : sample.Name[..LongestName] + "…";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{name}   IoU {sample.Metrics.MeanIntersectionOverUnion:F3}   MAE {sample.Metrics.MeanAbsoluteError:F4}");
    }

    private static int Left(int column) => Margin + (column * (CellWidth + Gap));
}
