using System.CommandLine;
using U2Video.Cli.Help;
using U2Video.Core.Errors;
using U2Video.Pipeline;
using U2Video.Pipeline.Matting.Edges;

namespace U2Video.Cli.Commands.Processing;

/// <summary>What is done with the network's masks.</summary>
internal sealed class MaskOptions
{
    private readonly Option<string> _edges = ChoiceOption.WithDefault(
        "--edges", "How masks are enlarged to the frame's size: guided (along the frame's own edges) or fast.", ["guided", "fast"]);

    private readonly Option<string> _smooth = SmoothingOption.Create();
    private readonly Option<double?> _reuse = ReuseOption.Create();

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command) => command.AddGroup("Mask", _edges, _smooth, _reuse);

    /// <summary>The options with what is done with masks.</summary>
    /// <exception cref="UsageException">A value cannot be read.</exception>
    public PipelineOptions Apply(PipelineOptions options, ParseResult parsed) => options with
    {
        Edges = Enum.Parse<EdgeMode>(parsed.GetValue(_edges)!, ignoreCase: true),
        Smoothing = SmoothingOption.Parse(parsed.GetValue(_smooth)!),
        Reuse = parsed.GetValue(_reuse) ?? 0,
    };
}
