using System.Numerics;
using OpenCvSharp;
using U2Video.Core.Imaging;
using U2Video.Pipeline.Compositing.Backgrounds;
using U2Video.Pipeline.Matting;
using U2Video.Pipeline.Matting.Edges;

namespace U2Video.Pipeline.Compositing;

/// <summary>The subject before another background: alpha · subject + (1 − alpha) · background, of the input's depth.</summary>
/// <param name="background">The background; it is disposed with the renderer.</param>
/// <param name="decontaminate">Whether the subject's colors lose what the old background mixed into them.</param>
internal sealed class CompositeRenderer(IBackground background, bool decontaminate) : IRenderer, IAsyncDisposable
{
    /// <inheritdoc/>
    public async ValueTask<Frame> RenderAsync(MattedFrame matted, CancellationToken cancellation)
    {
        var result = new Frame(matted.Frame.Width, matted.Frame.Height, matted.Frame.Timestamp, matted.Frame.Layout.ToRgb());
        try
        {
            await background.PaintAsync(matted, result, cancellation).ConfigureAwait(false);
            PaintOver(decontaminate ? matted.Foreground : matted.Frame, matted.Alpha, result);
            return result;
        }
        catch
        {
            result.Dispose();
            throw;
        }
    }

    /// <summary>Closes the background.</summary>
    public ValueTask DisposeAsync() => background.DisposeAsync();

    private static void PaintOver(Frame subject, Frame alpha, Frame canvas)
    {
        using var pixels = FrameMat.Of(subject);
        using var grays = FrameMat.Of(alpha);
        using var target = FrameMat.Of(canvas);
        using var colors = pixels.Mat.Colors();
        using var shares = grays.Mat.CvtColor(ColorConversionCodes.GRAY2RGB);
        var length = SampleRow.LengthOf(colors);
        var (front, back, share) = (new VectorRow(length), new VectorRow(length), new VectorRow(length));
        var toShare = new Vector<float>(1f / colors.LargestSample());
        var rows = colors.Rows;
        for (var row = 0; row < rows; row++)
        {
            front.Read(colors, row);
            back.Read(target.Mat, row);
            share.Read(shares, row);
            PaintOver(front.Vectors, share.Vectors, toShare, back.Vectors);
            back.Write(target.Mat, row);
        }
    }

    private static void PaintOver(
        ReadOnlySpan<Vector<float>> front, ReadOnlySpan<Vector<float>> share, Vector<float> toShare, Span<Vector<float>> back)
    {
        for (var i = 0; i < back.Length; i++)
        {
            back[i] += share[i] * toShare * (front[i] - back[i]);
        }
    }
}
