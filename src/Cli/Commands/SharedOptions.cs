using System.CommandLine;
using U2Video.Core.Checkpoints.Registry;

namespace U2Video.Cli.Commands;

/// <summary>Options that several commands have, with the same words and the same meaning.</summary>
internal static class SharedOptions
{
    public static Option<string?> Model() => new("--model")
    {
        Description = "Weights to use: a U²-Net as .pth, .pt or .safetensors, or a name that 'u2video models list' shows. "
            + $"Default: {ModelRegistry.EmbeddedName}, which is built in.",
        HelpName = "NAME|FILE",
    };

    public static Option<string> Device() => new("--device")
    {
        Description = "Where the network runs: auto, cpu, cuda or cuda:N.",
        HelpName = "DEVICE",
        DefaultValueFactory = _ => "auto",
    };

    public static Option<string[]> Data() => new("--data")
    {
        Description = "A data set: a folder with images/ and masks/, paired by file name. May be given several times.",
        HelpName = "DIR",
        Required = true,
    };

    public static Option<int> HoldOut() => new("--hold-out")
    {
        Description = "Every N-th pair of each folder by name is tested on and never trained on.",
        HelpName = "N",
        DefaultValueFactory = _ => 10,
    };
}
