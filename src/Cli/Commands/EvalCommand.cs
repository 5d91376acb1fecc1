using System.CommandLine;
using System.Globalization;
using System.Text;
using U2Video.Cli.Commands.Models;
using U2Video.Cli.Progress;
using U2Video.Core.Data;
using U2Video.Core.Data.Masks;
using U2Video.Core.Data.Splits;
using U2Video.Core.Errors;
using U2Video.Core.Inference;
using U2Video.Core.Metrics;
using U2Video.Core.Models.Registry;

namespace U2Video.Cli.Commands;

/// <summary><c>u2video eval</c>: measures a model on the held-out pairs of data sets.</summary>
internal static class EvalCommand
{
    private const string StandardOutput = "-";

    public static Command Create(ModelSource models, TextWriter output, TextWriter error)
    {
        var data = SharedOptions.Data();
        var split = SharedOptions.Split();
        var maskValues = SharedOptions.MaskValues();
        var all = new Option<bool>("--all") { Description = "Measure on every pair, not on the held-out ones alone." };
        var csv = Path("--csv", "Write a table with a line for each picture.", "FILE");
        var json = Path("--json", "Write all figures as JSON; - prints that, and nothing else, on stdout.", "FILE|-");
        var worst = Path("--worst", "Draw the pictures with the smallest IoU, with both masks and how they differ.", "FILE.png");
        var worstCount = new Option<int>("--worst-count")
        {
            Description = $"How many, 1 to {WorstCases.LargestCount}.",
            HelpName = "N",
            DefaultValueFactory = _ => 8,
        };
        var size = SharedOptions.Size();
        var speed = new SpeedOptions();
        var overwrite = SharedOptions.Overwrite();
        var model = new ModelOptions();
        var device = SharedOptions.Device();

        var command = new Command("eval", "Measure a model on pictures with true masks: IoU, MAE, F-beta, S-measure, boundary F.")
        {
            data, maskValues, split, all, csv, json, worst, worstCount, size, device, overwrite,
        };
        model.AddTo(command);
        speed.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var (csvPath, jsonPath, worstPath) = (parsed.GetValue(csv), parsed.GetValue(json), parsed.GetValue(worst));
            var count = parsed.GetValue(worstCount);
            CheckWorst(worstPath, count);
            var meaning = MaskValues.Parse(parsed.GetValue(maskValues)!);
            using var files = new OutputFiles(parsed.GetValue(overwrite));
            foreach (var path in new[] { csvPath, jsonPath == StandardOutput ? null : jsonPath, worstPath }.OfType<string>())
            {
                files.Claim(path);
            }

            using var predictor = await models.OpenPredictorAsync(
                parsed.GetValue(model.Model), model.Overrides(parsed), parsed.GetValue(device)!, parsed.GetValue(size), speed.Read(parsed),
                cancellation).ConfigureAwait(false);
            var rule = parsed.GetValue(split) is { } text ? SplitRule.Parse(text) : SplitRule.EveryNth(10);
            var sets = Choose(parsed.GetValue(data)!, meaning, parsed.GetValue(all) ? null : rule, error, cancellation);
            var report = await MeasureAsync(predictor, parsed.GetValue(model.Model) ?? ModelRegistry.EmbeddedName, sets, error, cancellation)
                .ConfigureAwait(false);

            if (csvPath is not null)
            {
                await files.WriteAsync(csvPath, Encoding.UTF8.GetBytes(EvaluationCsv.Format(report)), cancellation).ConfigureAwait(false);
            }

            if (jsonPath is not (null or StandardOutput))
            {
                await files.WriteAsync(jsonPath, Encoding.UTF8.GetBytes(EvaluationJson.Format(report)), cancellation).ConfigureAwait(false);
            }

            if (worstPath is not null)
            {
                var sheet = await WorstCases.DrawAsync(predictor, report, count, cancellation).ConfigureAwait(false);
                await files.WriteAsync(worstPath, sheet, cancellation).ConfigureAwait(false);
            }

            files.Commit();
            Print(report, jsonPath == StandardOutput, output, error);
            return ExitCode.Success;
        });
        return command;
    }

    private static Option<string?> Path(string name, string description, string help) => new(name) { Description = description, HelpName = help };

    private static void CheckWorst(string? path, int count)
    {
        if (path is not null && !path.EndsWith(".png", StringComparison.OrdinalIgnoreCase))
        {
            throw new UsageException($"--worst {path}: give a name that ends with .png.");
        }

        if (count is < 1 or > WorstCases.LargestCount)
        {
            throw new UsageException($"--worst-count {count}: give 1 to {WorstCases.LargestCount} pictures.");
        }
    }

    private static List<(string Folder, IReadOnlyList<TrainingPair> Pairs)> Choose(
        string[] folders, MaskValues meaning, SplitRule? rule, TextWriter error, CancellationToken cancellation)
    {
        List<DataFolder> sets = [.. folders.Select(DataFolder.Open)];
        sets.ForEach(set => BadPairs.ThrowIfAny(set.Bad));
        var check = new DataCheckOptions { MaskValues = meaning, MasksOnly = true };
        var (decided, _, notices) = DataCheck.Run(sets, check, progress: null, cancellation);
        foreach (var line in notices)
        {
            error.WriteLine(line.Say(OptionNames.Of));
        }

        return [.. decided.Select(set => (set.Path, rule is null ? set.Pairs : HeldOut(set, rule)))];
    }

    private static IReadOnlyList<TrainingPair> HeldOut(DataFolder set, SplitRule rule)
    {
        // Where a split has pairs that were not even used to choose the best checkpoint, they are the ones to measure on.
        var split = DataSplit.Make([set], rule, without: []);
        var heldOut = split.Test.Count > 0 ? split.Test : split.Validation;
        return heldOut.Count > 0
            ? heldOut
            : throw new InputException($"{set.Path}: has {set.Pairs.Count} pairs, of which none is held out; use --all.");
    }

    private static async Task<EvaluationReport> MeasureAsync(
        MaskPredictor predictor,
        string model,
        List<(string Folder, IReadOnlyList<TrainingPair> Pairs)> sets,
        TextWriter error,
        CancellationToken cancellation)
    {
        var measured = new List<EvaluatedDataSet>();
        foreach (var (folder, pairs) in sets)
        {
            EvaluationProgress? end = null;
            var pictures = await ProgressDisplay.ShowAsync<EvaluationProgress, IReadOnlyList<EvaluatedPicture>>(
                ProgressDisplay.ConsoleOn(error),
                value => EvaluationText.Describe(end = value),
                progress => ModelEvaluation.RunAsync(predictor, pairs, progress, cancellation)).ConfigureAwait(false);
            await error.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{folder}: {pairs.Count} pairs in {end!.Elapsed.TotalSeconds:F1} s ({end.PicturesPerSecond:F1} pictures/s)")).ConfigureAwait(false);
            measured.Add(new EvaluatedDataSet(folder, pictures));
        }

        return new EvaluationReport(model, predictor.Sizing, measured);
    }

    // Where stdout is for a program, the table is a notice.
    private static void Print(EvaluationReport report, bool asJson, TextWriter output, TextWriter error)
    {
        foreach (var line in EvaluationTable.Format(report))
        {
            (asJson ? error : output).WriteLine(line);
        }

        if (asJson)
        {
            output.WriteLine(EvaluationJson.Format(report));
        }
    }
}
