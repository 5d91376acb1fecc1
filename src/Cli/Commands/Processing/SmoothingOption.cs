using System.CommandLine;
using U2Video.Cli.Parsing;
using U2Video.Core.Errors;
using U2Video.Pipeline.Matting.Smoothing;

namespace U2Video.Cli.Commands.Processing;

/// <summary><c>--smooth off | ema[:WEIGHT] | lookahead[:RADIUS]</c>.</summary>
internal static class SmoothingOption
{
    public static Option<string> Create() => new("--smooth")
    {
        Description = "How masks are smoothed over time: lookahead[:RADIUS] averages as many past as future frames (1 to 16) and does "
            + "not lag; ema[:WEIGHT] averages past frames (0 to 0.99) and does not delay live pictures; or off.",
        HelpName = "MODE",
        DefaultValueFactory = _ => "lookahead",
    };

    /// <summary>What the text means.</summary>
    /// <exception cref="UsageException">It means nothing, or a number is out of range.</exception>
    public static SmoothingOptions Parse(string text)
    {
        var options = text.Split(':') switch
        {
            ["off"] => SmoothingOptions.Off,
            ["ema"] => new SmoothingOptions { Mode = SmoothingMode.Ema },
            ["ema", var weight] when NumberText.Real(weight) is { } value =>
                new SmoothingOptions { Mode = SmoothingMode.Ema, Weight = value },
            ["lookahead"] => new SmoothingOptions(),
            ["lookahead", var radius] when NumberText.Count(radius) is { } value =>
                new SmoothingOptions { Radius = value },
            _ => throw new UsageException(
                $"--smooth {text}: give off, ema, ema:WEIGHT (0 to 0.99), lookahead or lookahead:RADIUS (1 to 16 frames)."),
        };
        return (options.Weight, options.Radius) switch
        {
            (not (>= 0 and <= 0.99), _) => throw new UsageException($"--smooth ema:{options.Weight}: give a weight from 0 to 0.99."),
            (_, not (>= 1 and <= 16)) =>
                throw new UsageException($"--smooth lookahead:{options.Radius}: give a radius from 1 to 16 frames."),
            _ => options,
        };
    }
}
