using System.CommandLine;
using U2Video.Cli.Help;
using U2Video.Cli.Parsing;
using U2Video.Core.Errors;
using U2Video.Core.Models;
using U2Video.Core.Models.Registry;
using U2Video.Pipeline.Matting.Predicting;

namespace U2Video.Cli.Commands.Models;

/// <summary>What a command line may say of a weights file: which, and what it is if the file is wrong or silent about that.</summary>
internal sealed class ModelOptions
{
    private readonly Option<string?> _channels = ChoiceOption.Create(
        "--channels", "Overrides the order of the color channels that the model takes.", ["rgb", "bgr"]);

    private readonly Option<string?> _scale = ChoiceOption.Create(
        "--scale", "Overrides what pixels are divided by: byte (255), or maximum (the picture's largest value).", ["byte", "maximum"]);

    private readonly Option<string?> _mean = new("--mean")
    {
        Description = "Overrides what is then subtracted from each channel.",
        HelpName = "A,B,C",
    };

    private readonly Option<string?> _std = new("--std")
    {
        Description = "Overrides what each channel is then divided by.",
        HelpName = "A,B,C",
    };

    private readonly Option<string?> _normalize = ChoiceOption.Create(
        "--normalize",
        "Whether masks are stretched to 0…1: none, minmax, or auto (as the model's file says).",
        ["auto", "none", "minmax"]);

    /// <summary>Which model.</summary>
    public Option<string?> Model { get; } = new("--model")
    {
        Description = "The weights: a U²-Net as .pth, .pt, .onnx or .safetensors, or a name that 'u2video models list' shows. A file that "
            + $"exists wins over a name. Default: {ModelRegistry.EmbeddedName}, which is built in.",
        HelpName = "NAME|FILE",
    };

    /// <summary>How the weights are wired.</summary>
    public Option<string?> Wiring { get; } = WiringOption.Create("--wiring", "Overrides the wiring that the names in the file show.");

    /// <summary>The same for commands that have no <c>--wiring</c>, or one with another meaning.</summary>
    public Option<string?> ReadWiring { get; } = WiringOption.Create(
        "--read-wiring", "The wiring of the file, if its names mislead. Default: as the names show.");

    /// <summary>What is said about input and output.</summary>
    public IReadOnlyList<Option> Encoding => [_channels, _scale, _mean, _std, _normalize];

    /// <summary>Adds all of them to a command that uses a model.</summary>
    /// <param name="command">The command.</param>
    /// <param name="size">Its option for what the network sees.</param>
    public void AddTo(Command command, Option size) => command.AddGroup("Model", [Model, size, Wiring, .. Encoding]);

    /// <summary>What the command line says instead of the file.</summary>
    /// <exception cref="UsageException">A value cannot be used.</exception>
    public ModelOverrides Overrides(ParseResult parsed) => EncodingOverrides(parsed) with
    {
        Wiring = WiringOption.Read(parsed, Wiring),
    };

    /// <summary>The same, only of input and output.</summary>
    /// <exception cref="UsageException">A value cannot be used.</exception>
    public ModelOverrides EncodingOverrides(ParseResult parsed) => new()
    {
        Channels = Named<ChannelOrder>(parsed.GetValue(_channels)),
        Scale = Named<InputScale>(parsed.GetValue(_scale)),
        Mean = Triple(_mean, parsed, _ => true, "three numbers like 0.5,0.5,0.5"),
        Std = Triple(_std, parsed, value => value > 0, "three numbers above 0 like 0.5,0.5,0.5"),
        Output = Named<OutputNormalization>(parsed.GetValue(_normalize)),
    };

    /// <summary>What becomes of the masks of a clip.</summary>
    public MaskNormalization ClipNormalization(ParseResult parsed) => NormalizeOption.ForClip(parsed.GetValue(_normalize));

    // "auto" is not a member of the enumeration, so the file decides.
    private static T? Named<T>(string? text)
        where T : struct, Enum =>
        Enum.TryParse<T>(text, ignoreCase: true, out var value) ? value : null;

    private static float[]? Triple(Option<string?> option, ParseResult parsed, Func<float, bool> fits, string wanted)
    {
        if (parsed.GetValue(option) is not { } text)
        {
            return null;
        }

        var values = text.Split(',').Select(part =>
            (float)(NumberText.Real(part) ?? double.NaN)).ToArray();
        return values.Length == 3 && values.All(value => float.IsFinite(value) && fits(value))
            ? values
            : throw new UsageException($"{option.Name} {text}: give {wanted}.");
    }
}
