using System.CommandLine;
using TorchSharp;
using U2Video.Cli.Help;
using U2Video.Core.Errors;
using U2Video.Core.Models;
using U2Video.Core.Networks;

namespace U2Video.Cli.Commands.Models;

/// <summary>The options of <c>models convert</c>.</summary>
internal sealed class ConvertModelOptions
{
    private readonly ModelOptions _model = new();

    private readonly Argument<string> _input = new("IN")
    {
        Description = "The weights: a file, or a name that 'u2video models list' shows.",
    };

    private readonly Argument<string> _output = new("OUT") { Description = "The file to write: *.safetensors, *.pth, *.pt or *.onnx." };

    private readonly Option<string?> _wiring = WiringOption.Create(
        "--wiring",
        "The wiring of OUT. The weights are rewired, so that the masks stay the same: for the tools of the official code or of "
            + "kimjy99/u2net-pytorch. Default: as in IN. If IN's own wiring is misread, use --read-wiring.");

    private readonly Option<string?> _license = new("--license")
    {
        Description = "The weights' license, written into OUT.",
        HelpName = "TEXT",
    };

    private readonly Option<string?> _provenance = new("--provenance")
    {
        Description = "How the weights were made, written into OUT. Default: as in IN.",
        HelpName = "TEXT",
    };

    private readonly Option<int?> _size = NumberOption.Whole(
        "--size",
        "N",
        new(32, 2048),
        "The size that the network sees by default, the side of a square, written into OUT. Default: as in IN.");

    private readonly Option<string?> _restore = new("--restore-batchnorm")
    {
        Description = "Restore batch normalization that was folded into the weights, with the pictures of a data set, so that OUT can "
            + "be trained.",
        HelpName = "DIR",
    };

    private readonly Option<string> _precision = SharedOptions.SavePrecision();
    private readonly Option<bool> _overwrite = SharedOptions.Overwrite();

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_input);
        command.Add(_output);
        command.AddGroup("Input", _model.ReadWiring, _restore);
        command.AddGroup("Outputs", [_wiring, _precision, _size, .. _model.Encoding, _license, _provenance, _overwrite]);
    }

    /// <summary>What the command line says.</summary>
    /// <exception cref="UsageException">A value cannot be used.</exception>
    public ConvertModelSettings Read(ParseResult parsed) => new(
        parsed.GetValue(_input)!,
        parsed.GetValue(_output)!,
        _model.EncodingOverrides(parsed) with
        {
            Wiring = WiringOption.Read(parsed, _model.ReadWiring),
            License = parsed.GetValue(_license),
            Provenance = parsed.GetValue(_provenance),
            InputSize = parsed.GetValue(_size),
        },
        WiringOption.Read(parsed, _wiring),
        parsed.GetValue(_precision) == "fp16" ? torch.ScalarType.Float16 : torch.ScalarType.Float32,
        parsed.GetValue(_restore),
        parsed.GetValue(_overwrite));
}

/// <summary>What <c>models convert</c> does.</summary>
/// <param name="Input">The weights' name or file.</param>
/// <param name="Output">The file to write.</param>
/// <param name="Overrides">What the command line says instead of the input's file.</param>
/// <param name="Wiring">The wiring of the output; null: as in the input.</param>
/// <param name="Type">How the weights are stored.</param>
/// <param name="RestoreFrom">The data set whose pictures restore batch normalization, or null.</param>
/// <param name="Overwrite">Whether the output may be replaced.</param>
internal sealed record ConvertModelSettings(
    string Input,
    string Output,
    ModelOverrides Overrides,
    Wiring? Wiring,
    torch.ScalarType Type,
    string? RestoreFrom,
    bool Overwrite);
