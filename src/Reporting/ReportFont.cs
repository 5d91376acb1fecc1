using ScottPlot;
using SkiaSharp;

namespace U2Video.Reporting;

/// <summary>
/// The font of all pictures. It is part of the assembly: a bare server has no fonts, and text without one is silently left out.
/// </summary>
internal static class ReportFont
{
    /// <summary>The name that ScottPlot knows it by; no system's font has it.</summary>
    public const string Name = "U2Net.Video Open Sans";

    private static readonly Lazy<SKTypeface> LazyRegular = new(() => Load("OpenSans-Regular.ttf"));
    private static readonly Lazy<SKTypeface> LazyBold = new(() => Load("OpenSans-SemiBold.ttf"));

    // First, because the system's resolver also answers for names that it does not know.
    static ReportFont() => Fonts.FontResolvers.Insert(0, new Resolver());

    public static SKTypeface Regular => LazyRegular.Value;

    public static SKTypeface Bold => LazyBold.Value;

    /// <summary>Sets all text of a plot in it.</summary>
    public static void Apply(Plot plot)
    {
        plot.Font.Set(Name);
        plot.Legend.FontName = Name;
    }

    private static SKTypeface Load(string resource)
    {
        using var stream = typeof(ReportFont).Assembly.GetManifestResourceStream(resource)!;
        return SKTypeface.FromStream(stream);
    }

    private sealed class Resolver : IFontResolver
    {
        public SKTypeface? CreateTypeface(string fontName, FontWeight weight, FontSlant slant, FontSpacing spacing) =>
            fontName == Name ? Regular : null;

        public SKTypeface? CreateTypeface(string fontName, bool bold, bool italic) =>
            CreateTypeface(fontName, bold ? FontWeight.Bold : FontWeight.Normal, FontSlant.Upright, FontSpacing.Normal);
    }
}
