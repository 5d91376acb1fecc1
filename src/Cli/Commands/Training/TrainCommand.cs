using System.CommandLine;
using System.Globalization;
using TorchSharp;
using U2Video.Core.Inference;
using U2Video.Core.Networks;
using U2Video.Core.Training;

namespace U2Video.Cli.Commands;

/// <summary><c>u2video train</c>: trains a network on pairs of pictures and masks.</summary>
internal static class TrainCommand
{
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(10);

    public static Command Create(TextWriter error)
    {
        var defaults = new TrainingOptions { DataFolders = [], OutputPath = "" };
        var data = SharedOptions.Data();
        var output = new Option<FileInfo>("--out") { Description = "Where the best checkpoint goes.", HelpName = "FILE", Required = true };
        var from = new Option<FileInfo?>("--from") { Description = "A checkpoint to go on from. Default: fresh weights.", HelpName = "FILE" };
        var variant = new Option<string>("--variant") { Description = "The size of a fresh network: lite or full.", DefaultValueFactory = _ => "lite" };
        variant.AcceptOnlyFromAmong("lite", "full");
        var size = Number("--size", "The side of the training pictures, in pixels; a multiple of 32.", defaults.Size);
        var epochs = Number("--epochs", "Passes over the data.", defaults.Epochs);
        var batch = Number("--batch", "Pairs in a batch.", defaults.BatchSize);
        var rate = Number("--lr", "The highest learning rate.", defaults.LearningRate);
        var seed = Number("--seed", "The seed of all chance: the same seed gives the same run.", defaults.Seed);
        var precision = SharedOptions.Precision();
        var holdOut = SharedOptions.HoldOut();
        var device = SharedOptions.Device();

        var command = new Command("train", "Train a U²-Net on pictures and masks, and keep the best checkpoint.")
        {
            data, output, from, variant, size, epochs, batch, rate, seed, precision, holdOut, device,
        };
        command.SetAction((parsed, cancellation) =>
        {
            var options = new TrainingOptions
            {
                DataFolders = parsed.GetValue(data)!,
                OutputPath = parsed.GetValue(output)!.ToString(),
                StartFrom = parsed.GetValue(from)?.ToString(),
                Variant = parsed.GetValue(variant) == "full" ? U2NetVariant.Full : U2NetVariant.Lite,
                Size = parsed.GetValue(size),
                Epochs = parsed.GetValue(epochs),
                BatchSize = parsed.GetValue(batch),
                LearningRate = parsed.GetValue(rate),
                Seed = parsed.GetValue(seed),
                Precision = parsed.GetValue(precision) == "fp16" ? torch.ScalarType.Float16 : torch.ScalarType.Float32,
                HoldOutEvery = parsed.GetValue(holdOut),
            };
            var best = Trainer.Run(options, ComputeDevice.Resolve(parsed.GetValue(device)!), Lines(error), cancellation);
            error.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{options.OutputPath}: best of {options.Epochs} epochs, held-out IoU {best.MeanIntersectionOverUnion:F4}, MAE {best.MeanAbsoluteError:F4}"));
            return Task.FromResult(ExitCode.Success);
        });
        return command;
    }

    private static Option<T> Number<T>(string name, string description, T otherwise)
        where T : IFormattable =>
        new(name) { Description = description, HelpName = "N", DefaultValueFactory = _ => otherwise };

    private static Action<TrainingProgress> Lines(TextWriter writer)
    {
        var next = DateTime.UtcNow + LineInterval;
        return progress =>
        {
            var culture = CultureInfo.InvariantCulture;
            if (progress.HeldOut is { } figures)
            {
                writer.WriteLine(string.Create(
                    culture,
                    $"epoch {progress.Epoch}/{progress.Epochs}: loss {progress.Loss:F3}, held-out IoU {figures.MeanIntersectionOverUnion:F4}, MAE {figures.MeanAbsoluteError:F4}, {progress.PicturesPerSecond:F1} pictures/s"));
            }
            else if (DateTime.UtcNow >= next)
            {
                next = DateTime.UtcNow + LineInterval;
                writer.WriteLine(string.Create(
                    culture,
                    $"epoch {progress.Epoch}/{progress.Epochs}, batch {progress.Step}/{progress.Steps}: loss {progress.Loss:F3}, {progress.PicturesPerSecond:F1} pictures/s"));
            }
        };
    }
}
