using System.Globalization;
using System.Text;

namespace U2Video.Client;

/// <summary>How the worker mattes the frames of one client.</summary>
public sealed record MatteSettings
{
    /// <summary>The weights: a name or a file, as in <c>u2video --model</c>; empty for the built-in model.</summary>
    public string Model { get; init; } = "";

    /// <summary>The size that the network sees: N, WxH or auto; empty for the square that the model was trained for.</summary>
    public string Size { get; init; } = "";

    /// <summary>Where the network runs: auto, cpu, cuda or cuda:N.</summary>
    public string Device { get; init; } = "auto";

    /// <summary>
    /// A matte file that <c>u2video --matte</c> made of the clip; empty for none. With it no network runs, and the frames may come in any
    /// order, each with its time in the clip.
    /// </summary>
    public string Matte { get; init; } = "";

    /// <summary>
    /// The time in the clip of <see cref="Matte"/> at which frames' times begin, in seconds; 0 where they are the clip's own.
    /// </summary>
    public double MatteStart { get; init; }

    /// <summary>What a frame becomes.</summary>
    public MatteOutput Output { get; init; }

    /// <summary>Whether colors at soft edges lose what the old background mixed into them. The mask has no colors.</summary>
    public bool CleanColors { get; init; } = true;

    /// <summary>How far the edge is moved outwards, in pixels, −1000…1000; inwards where it is negative.</summary>
    public double Grow { get; init; }

    /// <summary>How far the edge is made to fade on each of its sides, in pixels, 0…1000.</summary>
    public double Feather { get; init; }

    /// <summary>0…1: values of the matte from here on become 1, and all others 0. With 0 the matte stays soft.</summary>
    public double Threshold { get; init; }

    /// <summary>The weight of past masks where the picture is steady, 0…0.99; 0 is no smoothing.</summary>
    public double Smoothing { get; init; } = 0.7;

    /// <summary>
    /// The settings as the worker reads them: a line <c>name=value</c> for each. Names of files are complete, because the worker has a
    /// folder of its own.
    /// </summary>
    /// <exception cref="WorkerException">A text holds a line break.</exception>
    internal string ToText()
    {
        var text = new StringBuilder();
        Add("model", File.Exists(Model) ? Path.GetFullPath(Model) : Model);
        Add("size", Size);
        Add("device", Device);
        Add("matte", Matte == "" ? "" : Path.GetFullPath(Matte));
        Add("matte-start", Number(MatteStart));
        Add("output", NameOf(Output));
        Add("clean", CleanColors ? "1" : "0");
        Add("grow", Number(Grow));
        Add("feather", Number(Feather));
        Add("threshold", Number(Threshold));
        Add("smoothing", Number(Smoothing));
        return text.ToString();

        void Add(string name, string value)
        {
            if (value.Contains('\n', StringComparison.Ordinal))
            {
                throw new WorkerException($"{name}: holds a line break, which no name or path here may.");
            }

            text.Append(name).Append('=').Append(value).Append('\n');
        }
    }

    /// <summary>
    /// Reads what <see cref="ToText"/> wrote. Names that are not known are passed over, so that later clients can add some.
    /// </summary>
    /// <exception cref="WorkerException">A line or a value cannot be read.</exception>
    internal static MatteSettings Parse(string text)
    {
        var settings = new MatteSettings();
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0)
            {
                throw new WorkerException($"settings: {line} is not name=value.");
            }

            settings = settings.With(line[..equals], line[(equals + 1)..]);
        }

        return settings;
    }

    /// <summary>The output of a name: cutout, mask, black, green or blur; null where there is no such.</summary>
    internal static MatteOutput? OutputOf(string name) => name.Trim().ToLowerInvariant() switch
    {
        "" or "cutout" or "cut-out" => MatteOutput.Cutout,
        "mask" => MatteOutput.Mask,
        "black" => MatteOutput.Black,
        "green" => MatteOutput.Green,
        "blur" => MatteOutput.Blur,
        _ => null,
    };

    private static string NameOf(MatteOutput output) => output switch
    {
        MatteOutput.Mask => "mask",
        MatteOutput.Black => "black",
        MatteOutput.Green => "green",
        MatteOutput.Blur => "blur",
        _ => "cutout",
    };

    private MatteSettings With(string name, string value) => name switch
    {
        "model" => this with { Model = value },
        "size" => this with { Size = value },
        "device" => this with { Device = value },
        "matte" => this with { Matte = value },
        "matte-start" => this with { MatteStart = Number(name, value) },
        "output" => this with
        {
            Output = OutputOf(value) ?? throw new WorkerException($"output {value}: there are cutout, mask, black, green and blur."),
        },
        "clean" => this with { CleanColors = value != "0" },
        "grow" => this with { Grow = Number(name, value) },
        "feather" => this with { Feather = Number(name, value) },
        "threshold" => this with { Threshold = Number(name, value) },
        "smoothing" => this with { Smoothing = Number(name, value) },
        _ => this,
    };

    private static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static double Number(string name, string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? value
            : throw new WorkerException($"{name} {text}: is not a number.");
}
