using OpenCvSharp;
using U2Video.Core.Imaging;
using U2Video.Pipeline.Matting;
using U2Video.Pipeline.Matting.Edges;

namespace U2Video.Pipeline.Compositing;

/// <summary>
/// A row of a contact sheet: the frame, its mask, and the cut-out over a checkerboard, small and in eight bits. Pixels that are not square
/// are shown in their shape.
/// </summary>
/// <param name="pixelAspect">How many times wider than high a pixel is shown.</param>
internal sealed class SheetRenderer(double pixelAspect) : IRenderer
{
    /// <summary>Pixels between the pictures of a row.</summary>
    public const int Gap = 8;

    private const int Columns = 3;
    private const int LargestWidth = 320;
    private const int LargestHeight = 320;
    private const int Square = 8;

    private static readonly Scalar Light = Scalar.All(255);
    private static readonly Scalar Dark = Scalar.All(204);

    /// <inheritdoc/>
    public ValueTask<Frame> RenderAsync(MattedFrame matted, CancellationToken cancellation)
    {
        var cell = CellFor(matted.Frame);
        var row = new Frame((Columns * cell.Width) + ((Columns - 1) * Gap), cell.Height, matted.Frame.Timestamp);
        try
        {
            Draw(matted, cell, row);
            return ValueTask.FromResult(row);
        }
        catch
        {
            row.Dispose();
            throw;
        }
    }

    // Small frames are not enlarged.
    private Size CellFor(Frame frame)
    {
        var width = frame.Width * pixelAspect;
        var scale = Math.Min(1, Math.Min(LargestWidth / width, (double)LargestHeight / frame.Height));
        return new Size(Math.Max(1, (int)Math.Round(width * scale)), Math.Max(1, (int)Math.Round(frame.Height * scale)));
    }

    private static void Draw(MattedFrame matted, Size cell, Frame row)
    {
        using var target = FrameMat.Of(row);
        using var pixels = FrameMat.Of(matted.Frame);
        using var masks = FrameMat.Of(matted.Alpha);
        using var subjects = FrameMat.Of(matted.Foreground);
        using var seen = pixels.Mat.ColorsOverBlack();
        using var original = Small(seen, cell);
        using var mask = Small(masks.Mat, cell);
        using var subject = Small(subjects.Mat, cell);
        using var mask3 = mask.CvtColor(ColorConversionCodes.GRAY2RGB);
        using var cutout = Over(subject, mask3);
        target.Mat.SetTo(Light);
        Mat[] pictures = [original, mask3, cutout];
        for (var i = 0; i < Columns; i++)
        {
            using var place = target.Mat[new Rect(i * (cell.Width + Gap), 0, cell.Width, cell.Height)];
            pictures[i].CopyTo(place);
        }
    }

    private static Mat Small(Mat picture, Size cell)
    {
        using var resized = picture.Resize(cell, interpolation: InterpolationFlags.Area);
        var bytes = new Mat();
        resized.ConvertTo(bytes, MatType.CV_8UC(picture.Channels()), (double)byte.MaxValue / picture.LargestSample());
        return bytes;
    }

    private static Mat Over(Mat subject, Mat mask)
    {
        using var board = Checkerboard(subject.Size());
        using var rest = new Mat();
        Cv2.BitwiseNot(mask, rest);
        Cv2.Multiply(board, rest, board, 1.0 / byte.MaxValue);
        var result = new Mat();
        Cv2.Multiply(subject, mask, result, 1.0 / byte.MaxValue);
        Cv2.Add(result, board, result);
        return result;
    }

    private static Mat Checkerboard(Size size)
    {
        var board = new Mat(size, MatType.CV_8UC3, Light);
        for (var y = 0; y < size.Height; y += Square)
        {
            for (var x = y / Square % 2 * Square; x < size.Width; x += 2 * Square)
            {
                Cv2.Rectangle(board, new Rect(x, y, Square, Square), Dark, thickness: -1);
            }
        }

        return board;
    }
}
