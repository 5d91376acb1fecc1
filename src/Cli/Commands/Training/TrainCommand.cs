using System.CommandLine;
using System.Globalization;
using TorchSharp;
using U2Video.Cli.Commands.Models;
using U2Video.Cli.Help;
using U2Video.Cli.Progress;
using U2Video.Core.Data.Splits;
using U2Video.Core.Errors;
using U2Video.Core.Models;
using U2Video.Core.Models.Registry;
using U2Video.Core.Training;
using U2Video.Reporting;

namespace U2Video.Cli.Commands.Training;

/// <summary><c>u2video train</c>: trains a network on pairs of pictures and masks.</summary>
internal static class TrainCommand
{
    private const int Samples = 6;

    public static Command Create(ModelSource models, TextWriter output, TextWriter error)
    {
        var options = new TrainOptions();
        var command = new Command("train", "Train a U²-Net on pictures and masks, and keep the best checkpoint.");
        command.AddExamples(
            "u2video train --data DIR --out mine.safetensors --epochs 20    DIR has images/ and masks/",
            "u2video train --data DIR --out mine.safetensors --resume       continue after an interruption",
            "u2video train --data DIR --start u2netp --epochs 5 --lr 3e-4   fine-tune published weights");
        options.AddTo(command);
        command.SetAction((parsed, cancellation) => RunAsync(options, parsed, models, output, error, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(
        TrainOptions options, ParseResult parsed, ModelSource models, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        var recipe = options.Recipe(parsed);
        var rule = options.Data.Rule(parsed, recipe);
        if (options.IsDryRun(parsed))
        {
            WriteSettings(output, recipe, rule);
            if (options.Data.IsGiven(parsed))
            {
                options.Data.Read(parsed, recipe, error, cancellation);
            }

            return ExitCode.Success;
        }

        options.Data.CheckThatGiven(parsed);
        var (device, folder) = (options.Device(parsed), options.Folder(parsed));
        WriteSettings(error, recipe, rule);
        var split = options.Data.Read(parsed, recipe, error, cancellation);
        var training = options.Read(parsed, recipe, split, folder);
        folder.Prepare(training.Resume, options.Overwrites(parsed));

        // What may take long comes last.
        var start = await LocateAsync(models, training.StartFrom, cancellation).ConfigureAwait(false);
        var taught = await options.Data.TeachAsync(parsed, models, device, folder, error, cancellation).ConfigureAwait(false);
        training = training with { StartFrom = start, Training = [.. split.Training, .. taught] };
        return await TrainAsync(training, folder, rule, device, error, cancellation).ConfigureAwait(false);
    }

    private static async Task<int> TrainAsync(
        TrainingOptions options,
        TrainingRunFolder run,
        SplitRule rule,
        torch.Device device,
        TextWriter error,
        CancellationToken cancellation)
    {
        try
        {
            // Not on this thread: torch keeps scopes by thread, and this one may change at any await.
            var best = await Task.Run(() => Run(options, run, rule, device, error, cancellation), CancellationToken.None)
                .ConfigureAwait(false);
            await error.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{options.OutputPath}: IoU {best.MeanIntersectionOverUnion:F4}, MAE {best.MeanAbsoluteError:F4} "
                + $"on {best.Pictures} validation pairs; more in {run.Path}/report.html"))
                .ConfigureAwait(false);
            return ExitCode.Success;
        }
        catch (OperationCanceledException) when (File.Exists(run.LastPath))
        {
            await error.WriteLineAsync($"u2video: interrupted; {run.LastPath} has everything to continue. "
                + "Give the same command with --resume and without --start.")
                .ConfigureAwait(false);
            return ExitCode.Interrupted;
        }
    }

    private static async Task<string?> LocateAsync(ModelSource models, string? nameOrFile, CancellationToken cancellation)
    {
        if (nameOrFile != ModelRegistry.EmbeddedName || File.Exists(nameOrFile))
        {
            return await models.LocateAsync(nameOrFile, cancellation).ConfigureAwait(false);
        }

        throw new UsageException($"--start {nameOrFile}: is built in and has no file; write one with 'models convert {nameOrFile} FILE'.");
    }

    private static MaskMetrics Run(
        TrainingOptions options,
        TrainingRunFolder run,
        SplitRule rule,
        torch.Device device,
        TextWriter error,
        CancellationToken cancellation)
    {
        var position = options.Resume ? TrainingPosition.Read(options.LastPath) : new TrainingPosition(1, 0);
        using var report = new TrainingReport(new TrainingReportOptions
        {
            Folder = run.Path,
            Title = Path.GetFileNameWithoutExtension(options.OutputPath),
            Settings =
            [
                .. Settings(options.Recipe, rule),
                ("seed", $"{options.Seed}"),
                ("pairs", $"{options.Training.Count} training, {options.Validation.Count} validation"),
            ],
            Samples = () => Predict(options),
            AfterEpoch = position.Epoch - 1,
            AfterStep = ((position.Epoch - 1L) * options.StepsPerEpoch) + position.Step,
        });
        return TrainingDisplay.Show(
            ProgressDisplay.ConsoleOn(error), display => Trainer.Run(options, device, [report, display], cancellation));
    }

    // From the file, because that is what the user gets; on the CPU, because there are few pictures.
    private static IReadOnlyList<SamplePrediction> Predict(TrainingOptions options)
    {
        using var best = U2NetModel.Load(options.OutputPath);
        return SamplePredictions.Predict(
            best.Network, best.Description, SamplePredictions.Choose(options.Validation, Samples), best.Description.InputSize);
    }

    private static IEnumerable<(string Name, string Value)> Settings(Recipe recipe, SplitRule rule) =>
        [.. recipe.Describe().Select(setting => (setting.Key, setting.Value)), ("split", rule.ToString()!)];

    private static void WriteSettings(TextWriter writer, Recipe recipe, SplitRule rule)
    {
        foreach (var (name, value) in Settings(recipe, rule))
        {
            writer.WriteLine($"{name,-16}{value}");
        }
    }
}
