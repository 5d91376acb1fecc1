using System.CommandLine;
using U2Video.Cli.Commands.Models;
using U2Video.Cli.Help;
using U2Video.Cli.Parsing;
using U2Video.Core.Errors;
using U2Video.Core.Models;

namespace U2Video.Cli.Commands.Bench;

/// <summary>The options of <c>bench</c>.</summary>
internal sealed class BenchOptions
{
    private readonly Argument<string?> _clip = new("CLIP")
    {
        Description = "A clip to process. Default: the project's sample, if it is there.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<string?> _size = new("--size")
    {
        Description = "The sizes that the network sees, each N, WxH or auto. The clip is processed at the first of them. "
            + "Default: 192,256,320 and the clip's auto for the network by itself; the model's own size for the clip.",
        HelpName = "SIZE[,…]",
    };

    private readonly Option<long?> _maxFrames = NumberOption.Long("--max-frames", "N", new(1), "Stop after N frames of the clip.");

    private readonly Option<bool> _json = new("--json") { Description = "Print JSON, for programs." };
    private readonly ModelOptions _model = new();
    private readonly SpeedOptions _speed = new();

    // Accepted until version 0.3.
    public BenchOptions() => _maxFrames.Aliases.Add("--frames");

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_clip);
        command.AddGroup("Input", _maxFrames);
        _model.AddTo(command, _size);
        _speed.AddTo(command);
        command.AddGroup("Outputs", _json);
    }

    /// <summary>What the command line says.</summary>
    /// <exception cref="UsageException">A value cannot be used.</exception>
    public BenchSettings Read(ParseResult parsed) => new(
        parsed.GetValue(_clip),
        parsed.GetValue(_size)?.Split(',').Select(size => InputSizingText.Parse(_size.Name, size)).ToArray(),
        parsed.GetValue(_maxFrames),
        parsed.GetValue(_model.Model),
        _model.Overrides(parsed),
        _speed.Device(parsed),
        _speed.Read(parsed),
        parsed.GetValue(_json));
}

/// <summary>What <c>bench</c> measures.</summary>
/// <param name="Clip">The clip; null: the project's sample.</param>
/// <param name="Sizes">What the network sees; null: the usual sizes.</param>
/// <param name="MaxFrames">The most frames of the clip; null: all.</param>
/// <param name="Model">The model's name or file; null: the built-in one.</param>
/// <param name="Overrides">What the command line says instead of the model's file.</param>
/// <param name="Device">Where the network runs.</param>
/// <param name="Speed">How it runs.</param>
/// <param name="AsJson">Whether a program reads the figures.</param>
internal sealed record BenchSettings(
    string? Clip,
    IReadOnlyList<InputSizing>? Sizes,
    long? MaxFrames,
    string? Model,
    ModelOverrides Overrides,
    string Device,
    Speed Speed,
    bool AsJson);
