using System.CommandLine;
using System.Globalization;
using System.Text;
using U2Video.Cli.Commands.Models;
using U2Video.Cli.Progress;
using U2Video.Core.Data;
using U2Video.Core.Data.Splits;
using U2Video.Core.Errors;
using U2Video.Core.Inference;
using U2Video.Core.Metrics;

namespace U2Video.Cli.Commands;

/// <summary><c>u2video eval</c>: measures a model on the held-out pairs of data sets.</summary>
internal static class EvalCommand
{
    public static Command Create(ModelSource models, TextWriter output, TextWriter error)
    {
        var options = new EvalOptions();
        var command = new Command("eval", "Measure a model on pictures with true masks: IoU, MAE, F-beta, S-measure, boundary F.");
        options.AddTo(command);
        command.SetAction((parsed, cancellation) => RunAsync(options, parsed, models, output, error, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(
        EvalOptions options, ParseResult parsed, ModelSource models, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        var settings = options.Read(parsed);
        using var files = new OutputFiles(settings.Overwrite);
        foreach (var path in settings.Files)
        {
            files.Claim(path);
        }

        using var predictor = await options.OpenPredictorAsync(models, parsed, cancellation).ConfigureAwait(false);
        var sets = Choose(settings, error, cancellation);
        var report = await MeasureAsync(predictor, settings.Model, sets, error, cancellation).ConfigureAwait(false);
        await WriteAsync(settings, report, predictor, files, cancellation).ConfigureAwait(false);
        files.Commit();
        Print(report, settings.PrintsJson, output, error);
        return ExitCode.Success;
    }

    private static async Task WriteAsync(
        EvalSettings settings, EvaluationReport report, MaskPredictor predictor, OutputFiles files, CancellationToken cancellation)
    {
        if (settings.Csv is { } csv)
        {
            await files.WriteAsync(csv, Encoding.UTF8.GetBytes(EvaluationCsv.Format(report)), cancellation).ConfigureAwait(false);
        }

        if (settings is { Json: { } json, PrintsJson: false })
        {
            await files.WriteAsync(json, Encoding.UTF8.GetBytes(EvaluationJson.Format(report)), cancellation).ConfigureAwait(false);
        }

        if (settings.Worst is { } worst)
        {
            var sheet = await WorstCases.DrawAsync(predictor, report, settings.WorstCount, cancellation).ConfigureAwait(false);
            await files.WriteAsync(worst, sheet, cancellation).ConfigureAwait(false);
        }
    }

    private static List<(string Folder, IReadOnlyList<TrainingPair> Pairs)> Choose(
        EvalSettings settings, TextWriter error, CancellationToken cancellation)
    {
        List<DataFolder> sets = [.. settings.Folders.Select(DataFolder.Open)];
        sets.ForEach(set => BadPairs.ThrowIfAny(set.Bad, ", or move them out of the data set"));
        var check = new DataCheckOptions { MaskValues = settings.MaskValues, MasksOnly = true };
        var (decided, _, notices) = DataCheck.Run(sets, check, progress: null, cancellation);
        foreach (var line in notices)
        {
            error.WriteLine(line.Say(OptionNames.Of));
        }

        return [.. decided.Select(set => (set.Path, settings.Split is { } rule ? HeldOut(set, rule) : set.Pairs))];
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
                $"{folder}: {pairs.Count} pairs in {end!.Elapsed.TotalSeconds:F1} s ({end.PicturesPerSecond:F1} pictures/s)"))
                .ConfigureAwait(false);
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
