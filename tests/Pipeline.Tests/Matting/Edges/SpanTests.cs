using OpenCvSharp;
using U2Video.Core.Imaging;
using U2Video.Pipeline.Compositing;
using U2Video.Pipeline.Compositing.Backgrounds;
using U2Video.Pipeline.Matting;
using U2Video.Pipeline.Matting.Edges;

namespace U2Video.Pipeline.Tests.Matting.Edges;

/// <summary>Spans that need no computation get what the formulas would give them, to the bit.</summary>
public sealed class SpanTests
{
    public static TheoryData<int, bool> Widths => new()
    {
        { 1, false }, { 63, false }, { 64, false }, { 65, true }, { 200, false }, { 333, true },
    };

    [Theory]
    [MemberData(nameof(Widths))]
    public void Corrected_colors_are_those_of_the_formula(int width, bool isDeep)
    {
        const int rows = 7;
        var (colors, gray) = isDeep ? (MatType.CV_16UC3, MatType.CV_16UC1) : (MatType.CV_8UC3, MatType.CV_8UC1);
        using var frame = Noise(rows, width, colors);
        using var subject = Noise(rows, width, colors);
        using var background = Noise(rows, width, colors);
        using var mask = MaskOfSpans(rows, width, gray);
        using var result = new Mat(rows, width, colors);

        ForegroundEstimator.Correct(frame, mask, subject, background, result);

        AssertEach(result, (row, x, color) =>
        {
            var s = At(mask, row, x, 0) * (1f / frame.LargestSample());
            var (i, f, b) = (At(frame, row, x, color), At(subject, row, x, color), At(background, row, x, color));
            return f + (s * (i - b - (s * (f - b))));
        });
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public async Task Composites_are_those_of_the_formula(int width, bool isDeep)
    {
        const int rows = 7;
        var layout = isDeep ? PixelLayout.Rgb48 : PixelLayout.Rgb24;
        using var mask = MaskOfSpans(rows, width, isDeep ? MatType.CV_16UC1 : MatType.CV_8UC1);
        using var random = Noise(rows, width, FrameMat.TypeOf(layout));
        using var matted = new MattedFrame(FrameOf(random, layout), FrameOf(mask, layout.ToGray()));
        await using var renderer = new CompositeRenderer(new SolidBackground([10, 200, 30]), decontaminate: false);

        using var composite = await renderer.RenderAsync(matted, CancellationToken.None);

        using var result = FrameMat.Of(composite);
        AssertEach(result.Mat, (row, x, color) =>
        {
            var b = new[] { 10f, 200, 30 }[color] * (isDeep ? 257 : 1);
            return b + (At(mask, row, x, 0) * (1f / random.LargestSample()) * (At(random, row, x, color) - b));
        });
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Mattes_are_those_of_the_formula(int width, bool isDeep)
    {
        const int rows = 23, cells = 6;
        using var colors = Noise(rows, width, isDeep ? MatType.CV_16UC3 : MatType.CV_8UC3);
        using var functions = new Planes(LinearFit.Guides + 1, new Size(VectorRow.RoundUp(width), cells));
        for (var plane = 0; plane <= LinearFit.Guides; plane++)
        {
            // Nothing in the first and last rows of cells; in the others something in the middle.
            functions[plane].SetTo(Scalar.All(0));
            using var used = functions[plane][1, cells - 2, width / 3, (width / 2) + 1];
            Cv2.Randu(used, Scalar.All(-1), Scalar.All(1));
        }

        functions.Stretch(width);
        using var result = new Mat(rows, width, isDeep ? MatType.CV_16UC1 : MatType.CV_8UC1);

        GuidedUpsampling.Apply(functions, colors, result);

        AssertEach(result, (row, x, _) =>
        {
            var place = Math.Clamp(((row + 0.5f) * cells / rows) - 0.5f, 0, cells - 1);
            var value = Function(LinearFit.Guides) * colors.LargestSample();
            for (var color = 0; color < LinearFit.Guides; color++)
            {
                value += Function(color) * At(colors, row, x, color);
            }

            return value;

            float Function(int plane)
            {
                var first = functions[plane].At<float>((int)place, x);
                var second = functions[plane].At<float>(Math.Min((int)place + 1, cells - 1), x);
                return first + ((place - (int)place) * (second - first));
            }
        });
    }

    // Empty, full and soft spans, which begin and end anywhere.
    private static Mat MaskOfSpans(int rows, int width, MatType type)
    {
        var mask = Noise(rows, width, type);
        var random = new Random(width);
        for (var row = 0; row < rows; row++)
        {
            for (var (x, end) = (0, 0); x < width; x = end)
            {
                end = Math.Min(width, x + random.Next(1, 150));
                if (random.Next(3) is < 2 and var kind)
                {
                    using var span = mask[row, row + 1, x, end];
                    span.SetTo(Scalar.All(kind * mask.LargestSample()));
                }
            }
        }

        return mask;
    }

    private static Mat Noise(int rows, int width, MatType type)
    {
        var noise = new Mat(rows, width, type);
        Cv2.Randu(noise, Scalar.All(0), Scalar.All(noise.LargestSample() + 1));
        return noise;
    }

    private static Frame FrameOf(Mat pixels, PixelLayout layout)
    {
        var frame = new Frame(pixels.Cols, pixels.Rows, 0, layout);
        using var view = FrameMat.Of(frame);
        pixels.CopyTo(view.Mat);
        return frame;
    }

    private static float At(Mat pixels, int row, int x, int color)
    {
        var index = (x * pixels.Channels()) + color;
        return pixels.Depth() == MatType.CV_8U
            ? SampleRow.Samples<byte>(pixels, row)[index]
            : SampleRow.Samples<ushort>(pixels, row)[index];
    }

    private static void AssertEach(Mat result, Func<int, int, int, float> expected)
    {
        var (largest, channels, rows, cols) = (result.LargestSample(), result.Channels(), result.Rows, result.Cols);
        for (var i = 0; i < rows * cols * channels; i++)
        {
            var (pixel, color) = (i / channels, i % channels);
            var (row, x) = (pixel / cols, pixel % cols);
            var sample = (int)(Math.Clamp(expected(row, x, color), 0f, largest) + 0.5f);
            Assert.True(
                sample == At(result, row, x, color), $"row {row}, column {x}, color {color}: {At(result, row, x, color)}, not {sample}");
        }
    }
}
