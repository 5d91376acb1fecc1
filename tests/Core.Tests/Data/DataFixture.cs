using System.Buffers.Binary;
using System.IO.Compression;
using OpenCvSharp;

namespace U2Video.Core.Tests.Data;

/// <summary>A temporary folder with real pictures.</summary>
public sealed class DataFixture : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("u2video-").FullName;

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    public string PathOf(string name) => Path.Combine(Folder, name);

    /// <summary>Writes a picture whose left third is red and the rest gray.</summary>
    public void Image(string name, int width = 48, int height = 32)
    {
        using var image = new Mat(height, width, MatType.CV_8UC3, Scalar.All(90));
        image.SetTo(new Scalar(20, 30, 220), LeftThird(width, height));
        Write(name, image);
    }

    /// <summary>Writes the mask of that picture.</summary>
    public void Mask(string name, int width = 48, int height = 32, byte subject = 255)
    {
        using var mask = LeftThird(width, height);
        mask.SetTo(Scalar.All(subject), mask);
        Write(name, mask);
    }

    /// <summary>Writes a cut-out: white all over, and only its alpha channel shows the subject.</summary>
    public void CutOut(string name, int width = 48, int height = 32, bool sixteenBits = false)
    {
        using var mask = LeftThird(width, height);
        using var white = new Mat(height, width, MatType.CV_8UC1, Scalar.White);
        using var cutOut = new Mat();
        Cv2.Merge([white, white, white, mask], cutOut);
        if (sixteenBits)
        {
            cutOut.ConvertTo(cutOut, MatType.CV_16U, 257);
        }

        Write(name, cutOut);
    }

    /// <summary>Writes a PNG with a palette; nothing is interlaced or filtered.</summary>
    public void Palette(string name, int width, int height, int depth, byte[] colors, Func<int, int, int> index, params byte[] transparency)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            for (var y = 0; y < height; y++)
            {
                var row = new byte[1 + (((width * depth) + 7) / 8)];
                for (var x = 0; x < width; x++)
                {
                    row[1 + (x * depth / 8)] |= (byte)(index(x, y) << (8 - depth - (x * depth % 8)));
                }

                zlib.Write(row);
            }
        }

        byte[] sides = [0, 0, (byte)(width >> 8), (byte)width, 0, 0, (byte)(height >> 8), (byte)height];
        Write(
            name,
            [
                0x89, .. "PNG\r\n"u8, 0x1A, (byte)'\n', .. Chunk("IHDR", [.. sides, (byte)depth, 3, 0, 0, 0]), .. Chunk("PLTE", colors),
                .. transparency.Length > 0 ? Chunk("tRNS", transparency) : [], .. Chunk("IDAT", packed.ToArray()), .. Chunk("IEND", []),
            ]);
    }

    /// <summary>Pascal VOC's colors: black, dark red, green, olive, blue…</summary>
    public static byte[] VocColors()
    {
        var colors = new byte[256 * 3];
        for (var i = 0; i < 256; i++)
        {
            for (var (bit, rest) = (7, i); rest > 0; bit--, rest >>= 3)
            {
                colors[i * 3] |= (byte)((rest & 1) << bit);
                colors[(i * 3) + 1] |= (byte)(((rest >> 1) & 1) << bit);
                colors[(i * 3) + 2] |= (byte)(((rest >> 2) & 1) << bit);
            }
        }

        return colors;
    }

    public void Write(string name, Mat picture)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        Assert.True(Cv2.ImWrite(PathOf(name), picture));
    }

    public void Write(string name, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(name))!);
        File.WriteAllBytes(PathOf(name), content);
    }

    /// <summary>Writes pairs in images/ and masks/ that are pairs by name alone: no picture is in them.</summary>
    public void Names(string folder, params IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            Write($"{folder}/images/{name}.jpg", []);
            Write($"{folder}/masks/{name}.png", []);
        }
    }

    private static byte[] Chunk(string type, byte[] content)
    {
        byte[] checkedPart = [.. System.Text.Encoding.ASCII.GetBytes(type), .. content];
        var crc = uint.MaxValue;
        foreach (var value in checkedPart)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            }
        }

        var chunk = new byte[checkedPart.Length + 8];
        BinaryPrimitives.WriteInt32BigEndian(chunk, content.Length);
        checkedPart.CopyTo(chunk, 4);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(chunk.Length - 4), ~crc);
        return chunk;
    }

    public static Mat LeftThird(int width, int height)
    {
        var mask = new Mat(height, width, MatType.CV_8UC1, Scalar.Black);
        mask[new Rect(0, 0, width / 3, height)].SetTo(Scalar.White);
        return mask;
    }
}
