using System.CommandLine;
using U2Video.Cli.Parsing;
using U2Video.Core.Errors;
using U2Video.Pipeline;

namespace U2Video.Cli.Commands.Processing;

/// <summary><c>--batch</c>: a number, or what a trial finds best.</summary>
internal static class BatchOption
{
    public static Option<string?> Create() => new("--batch")
    {
        Description = "Frames that go through the network together. auto tries for some seconds which number is fastest here. "
            + "1 delays live pictures least. Default: 4 to 8 on a CPU with several processors, 1 on a single processor, 8 on a GPU.",
        HelpName = "N|auto",
    };

    /// <summary>The options with it.</summary>
    /// <exception cref="UsageException">The text is neither.</exception>
    public static PipelineOptions Apply(PipelineOptions options, string? text) =>
        text is null ? options
        : text.Equals("auto", StringComparison.OrdinalIgnoreCase) ? options with { TryBatchSizes = true }
        : NumberText.Count(text) is { } size ? options with { BatchSize = size }
        : throw new UsageException($"--batch {text}: give 1 to 256, or auto.");
}
