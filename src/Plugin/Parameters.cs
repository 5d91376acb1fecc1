using System.Globalization;
using U2Video.Client;

namespace U2Video.Plugin;

/// <summary>The filter's parameters, in the order in which hosts number them. New ones go to the end.</summary>
internal static class Parameters
{
    /// <summary>Pixels that a length of 1 stands for; 0.01 is one pixel.</summary>
    public const double PixelsOfLength = 100;

    private const double NoGrowth = 0.5;
    private const double MostSmoothing = 0.99;

    /// <summary>How many there are.</summary>
    public const int Count = 11;

    private const int Model = 0;
    private const int Size = 1;
    private const int Device = 2;
    private const int Output = 3;
    private const int Grow = 4;
    private const int Feather = 5;
    private const int Threshold = 6;
    private const int Smoothing = 7;
    private const int CleanColors = 8;
    private const int MatteFile = 9;
    private const int MatteStart = 10;

    /// <summary>A parameter's type.</summary>
    public static ParameterType TypeOf(int index) => index switch
    {
        <= Output or MatteFile or MatteStart => ParameterType.Text,
        CleanColors => ParameterType.Boolean,
        _ => ParameterType.Number,
    };

    /// <summary>A parameter's name; the bytes are constant and end with a zero.</summary>
    public static ReadOnlySpan<byte> NameOf(int index) => index switch
    {
        Model => "model"u8,
        Size => "size"u8,
        Device => "device"u8,
        Output => "output"u8,
        Grow => "grow"u8,
        Feather => "feather"u8,
        Threshold => "threshold"u8,
        Smoothing => "smoothing"u8,
        CleanColors => "clean colors"u8,
        MatteFile => "matte"u8,
        _ => "matte start"u8,
    };

    /// <summary>What a parameter means; the bytes are constant and end with a zero.</summary>
    public static ReadOnlySpan<byte> ExplanationOf(int index) => index switch
    {
        Model => "The weights: a name that 'u2video models list' shows, or a file; empty: the built-in model for people"u8,
        Size => "The size that the network sees: N, WxH or auto; empty: the size that the model was trained for"u8,
        Device => "Where the network runs: auto, cpu, cuda or cuda:N"u8,
        Output => "cutout (with alpha), mask (gray), black or green (over that color), or blur (before the blurred original)"u8,
        Grow => "Moves the edge: 0.5 leaves it, 0.51 moves it outwards by one pixel, 0.49 inwards by one"u8,
        Feather => "Makes the edge fade on each side: 0.01 is one pixel"u8,
        Threshold => "Values of the matte from here on become 1 and all others 0; 0: the matte stays soft"u8,
        Smoothing => "The weight of past mattes where the picture is steady, up to 0.99; 0: none"u8,
        CleanColors => "Whether colors at soft edges lose what the old background mixed into them"u8,
        MatteFile => "A matte file of this clip, made by 'u2video CLIP --matte FILE'; then no network runs; empty: none"u8,
        _ => "The time in the clip, in seconds, at which the host's times begin, for a matte; empty: 0"u8,
    };

    /// <summary>A number as the host shows it at first.</summary>
    public static double DefaultNumber(int index)
    {
        var settings = new MatteSettings();
        return index switch
        {
            Grow => NoGrowth,
            Smoothing => settings.Smoothing,
            CleanColors => settings.CleanColors ? 1 : 0,
            _ => 0,
        };
    }

    /// <summary>A text as the host shows it at first.</summary>
    public static string DefaultText(int index) => index switch
    {
        Device => new MatteSettings().Device,
        Output => "cutout",
        _ => "",
    };

    /// <summary>What the values mean.</summary>
    /// <param name="numbers">The numbers, by index.</param>
    /// <param name="texts">The texts, by index.</param>
    /// <exception cref="WorkerException">A text is not one of those that there are.</exception>
    public static MatteSettings ToSettings(IReadOnlyList<double> numbers, IReadOnlyList<string> texts) => new()
    {
        Model = texts[Model].Trim(),
        Size = texts[Size].Trim(),
        Device = texts[Device].Trim() is { Length: > 0 } device ? device : DefaultText(Device),
        Output = MatteSettings.OutputOf(texts[Output])
            ?? throw new WorkerException($"output '{texts[Output]}': there are cutout, mask, black, green and blur."),
        Grow = Pixels(numbers[Grow] - NoGrowth),
        Feather = Pixels(Math.Max(0, numbers[Feather])),
        Threshold = Math.Clamp(numbers[Threshold], 0, 1),
        Smoothing = Math.Clamp(numbers[Smoothing], 0, MostSmoothing),
        CleanColors = numbers[CleanColors] >= 0.5,
        Matte = texts[MatteFile].Trim(),
        MatteStart = Seconds(texts[MatteStart].Trim()),
    };

    private static double Seconds(string text) =>
        text == "" ? 0
        : double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && double.IsFinite(seconds) ? seconds
        : throw new WorkerException($"matte start '{text}': give seconds, such as 12.5.");

    // Without the last digits, which 0.51 − 0.5 leaves, so that a pixel is a pixel.
    private static double Pixels(double length) => Math.Round(length * PixelsOfLength, 6);
}
