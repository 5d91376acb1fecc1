using U2Video.Core.Imaging;

namespace U2Video.Pipeline.Matting.Edges;

/// <summary>Converts a layout to others of the same depth.</summary>
internal static class LayoutExtensions
{
    /// <summary>Gray of the same depth.</summary>
    public static PixelLayout ToGray(this PixelLayout layout) => layout.BytesPerSample == 1 ? PixelLayout.Gray8 : PixelLayout.Gray16;

    /// <summary>RGB without alpha of the same depth.</summary>
    public static PixelLayout ToRgb(this PixelLayout layout) => layout.BytesPerSample == 1 ? PixelLayout.Rgb24 : PixelLayout.Rgb48;

    /// <summary>RGB with alpha of the same depth.</summary>
    public static PixelLayout ToRgba(this PixelLayout layout) => layout.BytesPerSample == 1 ? PixelLayout.Rgba32 : PixelLayout.Rgba64;
}
