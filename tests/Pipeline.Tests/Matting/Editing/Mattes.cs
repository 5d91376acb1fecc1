using U2Video.Core.Imaging;
using U2Video.Pipeline.Matting.Editing;
using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Tests.Matting.Editing;

/// <summary>Small mattes made by hand, and what an editor makes of them.</summary>
internal static class Mattes
{
    public static readonly FrameClock Milliseconds = new(new Rational(1, 1000));

    /// <summary>A matte of which every value is told.</summary>
    public static Frame Of(int width, int height, Func<int, int, double> value, PixelLayout? layout = null, long time = 0)
    {
        layout ??= PixelLayout.Gray8;
        var matte = new Frame(width, height, time, layout);
        for (var i = 0; i < width * height; i++)
        {
            var share = value(i % width, i / width);
            if (layout == PixelLayout.Gray8)
            {
                matte.Pixels.Span[i] = (byte)Math.Round(share * 255);
            }
            else
            {
                BitConverter.TryWriteBytes(matte.Pixels.Span[(2 * i)..], (ushort)Math.Round(share * 65535));
            }
        }

        return matte;
    }

    /// <summary>1 within any of the rectangles (left, top, width, height), 0 outside.</summary>
    public static Frame Boxes(int width, int height, params (int X, int Y, int Width, int Height)[] boxes) =>
        Of(width, height, (x, y) => boxes.Any(box => x >= box.X && x < box.X + box.Width && y >= box.Y && y < box.Y + box.Height) ? 1 : 0);

    /// <summary>A matte's value, 0…1.</summary>
    public static double At(this Frame matte, int x, int y)
    {
        var i = (y * matte.Width) + x;
        return matte.Layout == PixelLayout.Gray8
            ? matte.Pixels.Span[i] / 255.0
            : BitConverter.ToUInt16(matte.Pixels.Span[(2 * i)..]) / 65535.0;
    }

    /// <summary>The sum of a row's values: how wide the subject is there, in pixels and parts of them.</summary>
    public static double Width(this Frame matte, int y) => Enumerable.Range(0, matte.Width).Sum(x => matte.At(x, y));

    /// <summary>Edits one matte alone.</summary>
    public static Frame Edited(this Frame matte, MatteEdits edits) => matte.Edited(new MatteEditor(edits, Milliseconds));

    /// <summary>Edits the next matte of a clip.</summary>
    public static Frame Edited(this Frame matte, MatteEditor editor, bool startsScene = false)
    {
        editor.ApplyAsync(matte, startsScene, CancellationToken.None).AsTask().GetAwaiter().GetResult();
        return matte;
    }
}
