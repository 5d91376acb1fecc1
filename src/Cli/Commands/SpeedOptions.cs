using System.CommandLine;
using U2Video.Core.Errors;
using U2Video.Core.Inference;

namespace U2Video.Cli.Commands;

/// <summary>Options that make the network faster or slower: <c>--precision</c> and <c>--threads</c>.</summary>
internal sealed class SpeedOptions
{
    private readonly Option<string> _precision = new("--precision")
    {
        Description = "With which numbers the network computes: auto, fp32, fp16 (on CUDA) or bf16. auto: fp32 on a CPU, fp16 on CUDA.",
        HelpName = "auto|fp32|fp16|bf16",
        DefaultValueFactory = _ => "auto",
    };

    private readonly Option<int?> _threads = new("--threads")
    {
        Description = "Processors that the network uses. Default: all.",
        HelpName = "N",
    };

    /// <summary>Adds them to a command that runs a network.</summary>
    public void AddTo(Command command)
    {
        command.Add(_precision);
        command.Add(_threads);
    }

    /// <summary>What the command line says.</summary>
    /// <exception cref="UsageException">A value cannot be used.</exception>
    public Speed Read(ParseResult parsed)
    {
        var threads = parsed.GetValue(_threads);
        return threads is null or (>= 1 and <= Speed.MostThreads)
            ? new Speed(PrecisionNames.Parse(parsed.GetValue(_precision)!), threads)
            : throw new UsageException($"--threads {threads}: give 1 to {Speed.MostThreads}.");
    }
}
