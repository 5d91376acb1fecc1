using System.CommandLine;
using U2Video.Cli.Help;
using U2Video.Core.Errors;
using U2Video.Pipeline;
using U2Video.Pipeline.Matting.Edges;
using U2Video.Pipeline.Matting.Smoothing;

namespace U2Video.Cli.Commands.Processing;

/// <summary>What is done with the network's masks.</summary>
internal sealed class MaskOptions
{
    private readonly Option<string> _edges = ChoiceOption.WithDefault(
        "--edges", "How masks are enlarged to the frame's size: guided (along the frame's own edges) or fast.", ["guided", "fast"]);

    private readonly Option<string> _smooth = SmoothingOption.Create();

    private readonly Option<bool> _live = new("--live")
    {
        Description = "The input is live: each frame comes out at once. The network infers as many frames as the machine lets it; the "
            + "others get the last mask, moved with the picture. If frames come too quickly even for that, the newest counts. A file is "
            + "read at its own pace. Smoothing is ema or off.",
    };

    private readonly Option<double?> _reuse = ReuseOption.Create();

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command) => command.AddGroup("Mask", _edges, _smooth, _reuse);

    /// <summary>Adds <c>--live</c> to a command.</summary>
    public void AddLiveTo(Command command) => command.AddGroup("Speed", _live);

    /// <summary>Whether the input is live.</summary>
    public bool IsLive(ParseResult parsed) => parsed.GetValue(_live);


    /// <summary>The options with what is done with masks.</summary>
    /// <exception cref="UsageException">A value cannot be read.</exception>
    public PipelineOptions Apply(PipelineOptions options, ParseResult parsed) => options with
    {
        Edges = Enum.Parse<EdgeMode>(parsed.GetValue(_edges)!, ignoreCase: true),
        Smoothing = Smoothing(parsed),
        Live = IsLive(parsed),
        Reuse = parsed.GetValue(_reuse) ?? 0,
    };

    private SmoothingOptions Smoothing(ParseResult parsed)
    {
        var smoothing = SmoothingOption.Parse(parsed.GetValue(_smooth)!);
        return !IsLive(parsed) || smoothing.Mode != SmoothingMode.Lookahead ? smoothing
            : parsed.GetResult(_smooth) is { Implicit: true } ? new SmoothingOptions { Mode = SmoothingMode.Ema }
            : throw new UsageException(
                $"--smooth {parsed.GetValue(_smooth)}: waits for frames of the future, and --live for none; give ema or off.");
    }
}
