using System.Globalization;
using OpenCvSharp;
using U2Video.Core.Errors;
using U2Video.Core.Imaging;
using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Encoding;

/// <summary>
/// Puts rows of a contact sheet below one another, each with its time, into a PNG. The rows are at even distances in the clip, whose length
/// need not be known: rows are kept at distances that double whenever too many have come.
/// </summary>
/// <param name="path">The file to write.</param>
/// <param name="name">What it is called in messages.</param>
/// <param name="moments">The largest number of rows.</param>
/// <param name="clock">Tells the times; null where there is no time to tell.</param>
/// <param name="heads">What stands above the pictures of a row, which are equally wide.</param>
/// <param name="gap">Pixels between those pictures.</param>
internal sealed class SheetSink(string path, string name, int moments, FrameClock? clock, string[] heads, int gap) : IFrameSink
{
    private const int Margin = 16;
    private const int HeadHeight = 36;
    private const int CaptionHeight = 28;
    private const int KeptForMoment = 4;
    private const double FontScale = 0.5;

    private static readonly Scalar Ink = Scalar.All(51);

    private readonly List<(long Index, TimeSpan Time, Mat Row)> _kept = [];
    private long _count;
    private long _distance = 1;

    /// <inheritdoc/>
    public ValueTask WriteAsync(Frame frame, CancellationToken cancellation)
    {
        var index = _count++;
        if (index % _distance == 0)
        {
            using var pixels = FrameMat.Of(frame);
            _kept.Add((index, clock?.TimeOf(frame) ?? default, pixels.Mat.CvtColor(ColorConversionCodes.RGB2BGR)));
            Thin();
        }

        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task CompleteAsync(CancellationToken cancellation)
    {
        using var sheet = Draw(Chosen());
        Cv2.ImEncode(".png", sheet, out var png);
        try
        {
            await File.WriteAllBytesAsync(path, png, cancellation).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new U2VideoException($"{name}: cannot be written ({error.Message}).", error);
        }
    }

    /// <summary>Frees the rows.</summary>
    public ValueTask DisposeAsync()
    {
        _kept.ForEach(kept => kept.Row.Dispose());
        _kept.Clear();
        return ValueTask.CompletedTask;
    }

    private void Thin()
    {
        if (_kept.Count <= KeptForMoment * moments)
        {
            return;
        }

        _distance *= 2;
        foreach (var dropped in _kept.Where(kept => kept.Index % _distance != 0))
        {
            dropped.Row.Dispose();
        }

        _kept.RemoveAll(kept => kept.Index % _distance != 0);
    }

    // The nearest row to the middle of each of as many equal parts of the clip as there are moments.
    private List<(TimeSpan Time, Mat Row)> Chosen()
    {
        var rows = (int)Math.Min(moments, _count);
        return
        [
            .. Enumerable.Range(0, rows).Select(i => (i + 0.5) * _count / rows - 0.5)
                .Select(place => _kept.MinBy(kept => Math.Abs(kept.Index - place)))
                .DistinctBy(kept => kept.Index)
                .Select(kept => (kept.Time, kept.Row)),
        ];
    }

    private Mat Draw(List<(TimeSpan Time, Mat Row)> rows)
    {
        var below = clock is null ? Margin : CaptionHeight;
        var (width, height) = (rows[0].Row.Cols, rows[0].Row.Rows);
        var sheet = new Mat(
            new Size(width + (2 * Margin), HeadHeight + (rows.Count * (height + below)) + (clock is null ? 0 : Margin / 2)),
            MatType.CV_8UC3, Scalar.White);
        var cell = (width + gap) / heads.Length;
        for (var i = 0; i < heads.Length; i++)
        {
            Write(sheet, heads[i], Margin + (i * cell) + ((cell - gap) / 2), HeadHeight - 12);
        }

        var top = HeadHeight;
        foreach (var (time, row) in rows)
        {
            using (var place = sheet[new Rect(Margin, top, width, height)])
            {
                row.CopyTo(place);
            }

            top += height + below;
            if (clock is not null)
            {
                Write(sheet, Text(time), Margin + (width / 2), top - 8);
            }
        }

        return sheet;
    }

    // Centered. OpenCV's own strokes need no font, which a bare server does not have.
    private static void Write(Mat sheet, string text, int center, int bottom)
    {
        var size = Cv2.GetTextSize(text, HersheyFonts.HersheySimplex, FontScale, 1, out _);
        Cv2.PutText(
            sheet, text, new Point(center - (size.Width / 2), bottom), HersheyFonts.HersheySimplex, FontScale, Ink, 1, LineTypes.AntiAlias);
    }

    private static string Text(TimeSpan time) => time.ToString(@"h\:mm\:ss\.fff", CultureInfo.InvariantCulture);
}
