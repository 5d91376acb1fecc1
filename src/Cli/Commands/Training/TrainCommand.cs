using System.CommandLine;
using System.Globalization;
using TorchSharp;
using U2Video.Cli.Commands.Models;
using U2Video.Cli.Progress;
using U2Video.Core.Data.Splits;
using U2Video.Core.Errors;
using U2Video.Core.Inference;
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
        var recipes = new RecipeOptions();
        var data = new TrainingDataOptions();
        var path = new Option<string>("--out")
        {
            Description = "Where the best checkpoint goes; all else that a run leaves goes into the folder of that name without extension.",
            HelpName = "FILE",
            DefaultValueFactory = _ => "trained.safetensors",
        };
        var from = new Option<string?>("--from")
        {
            Description = "Weights to begin with: a file, or a name of 'u2video models list'. Default: fresh weights.",
            HelpName = "NAME|FILE",
        };
        var freeze = new Option<string?>("--freeze") { Description = "A part to leave as it is.", HelpName = "encoder" };
        freeze.AcceptOnlyFromAmong("encoder");
        var resume = new Option<bool>("--resume") { Description = "Go on with the run that --out names, where it was interrupted." };
        var patience = new Option<int?>("--patience") { Description = "End after so many epochs without a better one.", HelpName = "EPOCHS" };
        var seed = new Option<int>("--seed")
        {
            Description = "The seed of all chance: the same seed gives the same run.",
            HelpName = "N",
            DefaultValueFactory = _ => 1,
        };
        var workers = new Option<int?>("--workers")
        {
            Description = "Threads that read pictures. Default: as many as processors, up to 4.",
            HelpName = "N",
        };
        var precision = SharedOptions.Precision();
        var dryRun = new Option<bool>("--dry-run") { Description = "Show the settings, check the data, and train nothing." };
        var overwrite = SharedOptions.Overwrite();
        var device = SharedOptions.Device();

        var command = new Command("train", "Train a U²-Net on pictures and masks, and keep the best checkpoint.");
        data.AddTo(command);
        foreach (var option in new Option[] { path, from, freeze, resume, patience, seed, workers, precision, dryRun, overwrite, device })
        {
            command.Add(option);
        }

        recipes.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var recipe = recipes.Read(parsed);
            if (parsed.GetValue(dryRun))
            {
                WriteSettings(output, recipe, data.Rule(parsed, recipe));
                if (data.IsGiven(parsed))
                {
                    data.Read(parsed, recipe, error, cancellation);
                }

                return ExitCode.Success;
            }

            var target = ComputeDevice.Resolve(parsed.GetValue(device)!);
            var run = new TrainingRunFolder(parsed.GetValue(path)!);
            WriteSettings(error, recipe, data.Rule(parsed, recipe));
            var split = data.Read(parsed, recipe, error, cancellation);
            var options = new TrainingOptions
            {
                Recipe = recipe,
                Training = split.Training,
                Validation = split.Validation,
                OutputPath = parsed.GetValue(path)!,
                LastPath = run.LastPath,
                StartFrom = parsed.GetValue(from),
                FreezeEncoder = parsed.GetValue(freeze) is not null,
                Resume = parsed.GetValue(resume),
                Patience = parsed.GetValue(patience),
                Seed = parsed.GetValue(seed),
                Workers = parsed.GetValue(workers),
                Precision = parsed.GetValue(precision) == "fp16" ? torch.ScalarType.Float16 : torch.ScalarType.Float32,
            };
            options.Validate();
            run.Prepare(options.Resume, parsed.GetValue(overwrite));

            // What may take long comes last.
            options = options with
            {
                StartFrom = await LocateAsync(models, options.StartFrom, cancellation).ConfigureAwait(false),
                Training =
                [
                    .. split.Training,
                    .. await data.TeachAsync(parsed, models, target, run, error, cancellation).ConfigureAwait(false),
                ],
            };
            try
            {
                // Not on this thread: torch keeps scopes by thread, and this one may change at any await.
                var best = await Task.Run(() => Run(options, run, data.Rule(parsed, recipe), target, error, cancellation), CancellationToken.None)
                    .ConfigureAwait(false);
                await error.WriteLineAsync(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{options.OutputPath}: IoU {best.MeanIntersectionOverUnion:F4}, MAE {best.MeanAbsoluteError:F4} "
                    + $"on {best.Pictures} validation pairs; more in {run.Path}/report.html"))
                    .ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (File.Exists(run.LastPath))
            {
                await error.WriteLineAsync($"u2video: interrupted; {run.LastPath} has all to go on from. "
                    + "Give the same command with --resume and without --from.")
                    .ConfigureAwait(false);
                return ExitCode.Interrupted;
            }

            return ExitCode.Success;
        });
        return command;
    }

    private static async Task<string?> LocateAsync(ModelSource models, string? nameOrFile, CancellationToken cancellation)
    {
        if (nameOrFile != ModelRegistry.EmbeddedName || File.Exists(nameOrFile))
        {
            return await models.LocateAsync(nameOrFile, cancellation).ConfigureAwait(false);
        }

        throw new UsageException($"--from {nameOrFile}: is built in and no file; write it to one by 'models convert {nameOrFile} FILE'.");
    }

    private static MaskMetrics Run(
        TrainingOptions options, TrainingRunFolder run, SplitRule rule, torch.Device device, TextWriter error, CancellationToken cancellation)
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

    // From the file, which is what the user will have; on the CPU, for a few pictures.
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
            writer.WriteLine($"{name,-14}{value}");
        }
    }
}
