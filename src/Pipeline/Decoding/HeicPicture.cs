namespace U2Video.Pipeline.Decoding;

/// <summary>Recognizes HEIC pictures, which telephones take and older versions of ffmpeg cannot read.</summary>
internal static class HeicPicture
{
    private const int BrandAt = 8;
    private const int BrandLength = 4;

    // ISO 23008-12: HEVC, alone or as a sequence, of one layer or of several.
    private static readonly string[] Brands = ["heic", "heix", "heim", "heis", "hevc", "hevx"];

    /// <summary>Whether the brand in the first box of a file says that it is a HEIC picture; false where the file cannot be read.</summary>
    public static bool Is(string path)
    {
        Span<byte> beginning = stackalloc byte[BrandAt + BrandLength];
        try
        {
            using var file = File.OpenRead(path);
            return file.ReadAtLeast(beginning, beginning.Length, throwOnEndOfStream: false) == beginning.Length
                && beginning[4..].StartsWith("ftyp"u8)
                && Brands.Contains(System.Text.Encoding.Latin1.GetString(beginning[BrandAt..]));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
