using System.Buffers.Binary;

namespace U2Video.Pipeline.Decoding;

/// <summary>
/// Recognizes pictures in ISO's container for media: HEIC, which telephones take, and AVIF. Older versions of ffmpeg read no HEIC, and of
/// AVIF only pictures that are not made of tiles.
/// </summary>
internal static class IsoPicture
{
    private const int BrandLength = 4;
    private const int MajorAt = 8;
    private const int CompatibleAt = 16;

    // A file names a handful of brands.
    private const int MostRead = 256;

    // ISO 23008-12: HEVC, alone or as a sequence, of one layer or of several.
    private static readonly string[] HeicBrands = ["heic", "heix", "heim", "heis", "hevc", "hevx"];

    private static readonly string[] AvifBrands = ["avif", "avis"];

    /// <summary>Whether the first box of a file says that it is a HEIC picture; false where the file cannot be read.</summary>
    public static bool IsHeic(string path) => BrandsOf(path).Any(HeicBrands.Contains);

    /// <summary>Whether the first box of a file says that it is an AVIF picture; false where the file cannot be read.</summary>
    public static bool IsAvif(string path) => BrandsOf(path).Any(AvifBrands.Contains);

    private static List<string> BrandsOf(string path)
    {
        Span<byte> beginning = stackalloc byte[MostRead];
        try
        {
            using var file = File.OpenRead(path);
            beginning = beginning[..file.ReadAtLeast(beginning, MostRead, throwOnEndOfStream: false)];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }

        if (beginning.Length < CompatibleAt || !beginning[4..].StartsWith("ftyp"u8))
        {
            return [];
        }

        var end = (int)Math.Min(BinaryPrimitives.ReadUInt32BigEndian(beginning), (uint)beginning.Length);
        var brands = new List<string> { At(beginning, MajorAt) };
        for (var at = CompatibleAt; at + BrandLength <= end; at += BrandLength)
        {
            brands.Add(At(beginning, at));
        }

        return brands;

        static string At(ReadOnlySpan<byte> bytes, int at) => System.Text.Encoding.Latin1.GetString(bytes.Slice(at, BrandLength));
    }
}
