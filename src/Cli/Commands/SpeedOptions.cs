using System.CommandLine;
using U2Video.Cli.Help;
using U2Video.Core.Inference;

namespace U2Video.Cli.Commands;

/// <summary>Options that make the network faster or slower: <c>--device</c>, <c>--precision</c> and <c>--threads</c>.</summary>
internal sealed class SpeedOptions
{
    private readonly Option<string> _precision = ChoiceOption.WithDefault(
        "--precision",
        "The number type that the network computes with: auto, fp32, fp16 (on CUDA) or bf16. auto is fp32 on a CPU and fp16 "
            + "on CUDA. bf16 takes less memory on a CPU with AVX512_BF16 and costs some quality.",
        ["auto", "fp32", "fp16", "bf16"]);

    private readonly Option<int?> _threads = NumberOption.Whole(
        "--threads", "N", new(1, Speed.MostThreads), "Processors that the network uses. Default: all that torch chooses.");

    private readonly Option<string> _device = SharedOptions.Device();

    /// <summary>Adds them to a command that runs a network.</summary>
    public void AddTo(Command command) => command.AddGroup("Speed", _device, _precision, _threads);

    /// <summary>Where the network runs.</summary>
    public string Device(ParseResult parsed) => parsed.GetValue(_device)!;

    /// <summary>What the command line says.</summary>
    public Speed Read(ParseResult parsed) =>
        new(Enum.Parse<Precision>(parsed.GetValue(_precision)!, ignoreCase: true), parsed.GetValue(_threads));
}
