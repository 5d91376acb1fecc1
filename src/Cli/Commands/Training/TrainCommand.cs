using System.CommandLine;
using System.Globalization;
using TorchSharp;
using U2Video.Core.Errors;
using U2Video.Core.Inference;
using U2Video.Core.Training;
using U2Video.Core.Training.Data;

namespace U2Video.Cli.Commands.Training;

/// <summary><c>u2video train</c>: trains a network on pairs of pictures and masks.</summary>
internal static class TrainCommand
{
    public static Command Create(TextWriter output, TextWriter error)
    {
        var recipes = new RecipeOptions();
        var data = SharedOptions.Data();
        data.Required = false;
        var out_ = new Option<string?>("--out")
        {
            Description = "Where the best checkpoint goes. All else that a run leaves goes into the folder of that name without extension.",
            HelpName = "FILE",
        };
        var split = SharedOptions.Split();
        var skipBad = new Option<bool>("--skip-bad") { Description = "Leave out pairs that cannot be used, in the place of ending." };
        var from = new Option<string?>("--from") { Description = "A checkpoint to begin with. Default: fresh weights.", HelpName = "FILE" };
        var freeze = new Option<string?>("--freeze") { Description = "Leave a part as it is.", HelpName = "encoder" };
        freeze.AcceptOnlyFromAmong("encoder");
        var resume = new Option<bool>("--resume") { Description = "Go on with the run whose files are there." };
        var patience = new Option<int?>("--patience") { Description = "End after so many epochs without a better one.", HelpName = "EPOCHS" };
        var seed = new Option<int>("--seed")
        {
            Description = "The seed of all chance: the same seed gives the same run.",
            HelpName = "N",
            DefaultValueFactory = _ => 1,
        };
        var workers = new Option<int?>("--workers") { Description = "Threads that read pictures.", HelpName = "N" };
        var precision = SharedOptions.Precision();
        var dryRun = new Option<bool>("--dry-run") { Description = "Show the settings, check the data, and train nothing." };
        var device = SharedOptions.Device();

        var command = new Command("train", "Train a U²-Net on pictures and masks, and keep the best checkpoint.")
        {
            data, out_, split, skipBad, from, freeze, resume, patience, seed, workers, precision, dryRun, device,
        };
        recipes.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var recipe = recipes.Read(parsed);
            if (parsed.GetValue(dryRun))
            {
                WriteSettings(output, recipe);
                if (parsed.GetValue(data) is { Length: > 0 })
                {
                    Load(recipe);
                }

                return ExitCode.Success;
            }

            var path = parsed.GetValue(out_) ?? throw new UsageException("--out: say where the best checkpoint goes.");
            WriteSettings(error, recipe);
            var device_ = ComputeDevice.Resolve(parsed.GetValue(device)!);
            var pairs = Load(recipe);
            var run = new TrainingRunFolder(path);
            var options = new TrainingOptions
            {
                Recipe = recipe,
                Training = pairs.Training,
                Validation = pairs.Validation,
                OutputPath = path,
                LastPath = run.LastPath,
                StartFrom = parsed.GetValue(from),
                FreezeEncoder = parsed.GetValue(freeze) is not null,
                Resume = parsed.GetValue(resume),
                Patience = parsed.GetValue(patience),
                Seed = parsed.GetValue(seed),
                Workers = parsed.GetValue(workers),
                Precision = parsed.GetValue(precision) == "fp16" ? torch.ScalarType.Float16 : torch.ScalarType.Float32,
            };
            return await Task.FromResult(ExitCode.Success).ConfigureAwait(false);

            DataSplit Load(Recipe recipe) => throw new NotSupportedException();
        });
        return command;
    }

    private static void WriteSettings(TextWriter writer, Recipe recipe)
    {
        foreach (var (name, value) in recipe.Describe())
        {
            writer.WriteLine($"{name,-14}{value}");
        }
    }
}
