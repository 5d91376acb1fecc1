using System.CommandLine;
using U2Video.Core.Checkpoints;
using U2Video.Core.Inference;

namespace U2Video.Cli.Commands;

/// <summary>Options that several commands have, with the same words and the same meaning.</summary>
internal static class SharedOptions
{
    public static Option<FileInfo?> Model() => new("--model")
    {
        Description = "Weights to use: a U²-Net as .pth, .pt or .safetensors. Default: the built-in portrait model.",
        HelpName = "FILE",
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

    /// <summary>Opens the weights that <c>--model</c> names, or the built-in ones.</summary>
    public static U2NetModel OpenModel(FileInfo? file) => file is null ? U2NetModel.LoadEmbedded() : U2NetModel.Load(file.ToString());

    /// <summary>Opens the network on the device, ready to predict.</summary>
    public static MaskPredictor OpenPredictor(FileInfo? file, string device, int? size)
    {
        // The device first: it is quicker to find wrong than a model is to load.
        var resolved = ComputeDevice.Resolve(device);
        return new MaskPredictor(OpenModel(file), resolved, size);
    }
}
