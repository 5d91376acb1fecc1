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
    private const int Colors = 3;

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
        using var shares = FrameMat.Of(alpha);
        using var target = FrameMat.Of(canvas);
        using var colors = pixels.Mat.Colors();
        if (canvas.Layout.BytesPerSample == 1)
        {
            PaintOver<byte>(colors, shares.Mat, target.Mat);
        }
        else
        {
            PaintOver<ushort>(colors, shares.Mat, target.Mat);
        }
    }

    private static void PaintOver<T>(Mat subject, Mat alpha, Mat canvas)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        const int length = Colors * MaskSpan.Length;
        var (front, back, share) = (new VectorRow(length), new VectorRow(length), new VectorRow(length));
        var toShare = new Vector<float>(1f / canvas.LargestSample());
        var rows = canvas.Rows;
        for (var row = 0; row < rows; row++)
        {
            ReadOnlySpan<T> shares = SampleRow.Samples<T>(alpha, row), colors = SampleRow.Samples<T>(subject, row);
            var painted = SampleRow.Samples<T>(canvas, row);
            for (var first = 0; first < shares.Length; first += MaskSpan.Length)
            {
                var count = Math.Min(MaskSpan.Length, shares.Length - first);
                var (from, samples) = (Colors * first, Colors * count);
                switch (MaskSpan.CoverOf(shares.Slice(first, count)))
                {
                    case Cover.None:
                        break;
                    case Cover.Full:
                        colors.Slice(from, samples).CopyTo(painted[from..]);
                        break;
                    default:
                        SampleRow.Widen(colors.Slice(from, samples), front.Values);
                        SampleRow.Widen<T>(painted.Slice(from, samples), back.Values);
                        MaskSpan.Widen(shares.Slice(first, count), share.Values);
                        PaintOver(front.Vectors, share.Vectors, toShare, back.Vectors);
                        SampleRow.Narrow(back.Values, painted.Slice(from, samples));
                        break;
                }
            }
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
