using System.CommandLine;
using U2Video.Cli.Commands.Models;
using U2Video.Cli.Help;
using U2Video.Cli.Parsing;
using U2Video.Core.Data.Masks;
using U2Video.Core.Data.Splits;
using U2Video.Core.Errors;
using U2Video.Core.Inference;
using U2Video.Core.Metrics;

namespace U2Video.Cli.Commands;

/// <summary>The options of <c>eval</c>.</summary>
internal sealed class EvalOptions
{
    /// <summary>The name that stands for stdout.</summary>
    public const string StandardOutput = "-";

    private readonly Option<string[]> _data = SharedOptions.Data();
    private readonly Option<string?> _split = SharedOptions.Split();
    private readonly Option<string> _maskValues = SharedOptions.MaskValues();
    private readonly Option<bool> _all = new("--all") { Description = "Measure on every pair, not only on the held-out ones." };
    private readonly Option<string?> _csv = File("--csv", "Write a table with a line for each picture.", "FILE");

    private readonly Option<string?> _json =
        File("--json", "Write all figures as JSON. With - stdout gets the JSON and nothing else.", "FILE|-");

    private readonly Option<string?> _worst =
        File("--worst", "Draw the pictures with the smallest IoU, with both masks and their difference.", "FILE.png");

    private readonly Option<int> _worstCount = NumberOption.Whole(
        "--worst-count",
        "N",
        new(1, WorstCases.LargestCount),
        byDefault: 8,
        $"How many pictures --worst draws, 1 to {WorstCases.LargestCount}.");

    private readonly Option<bool> _overwrite = SharedOptions.Overwrite();
    private readonly PredictorOptions _predictor = new();

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.AddGroup("Input", _data, _maskValues, _split, _all);
        command.AddGroup("Outputs", _csv, _json, _worst, _worstCount, _overwrite);
        _predictor.AddTo(command);
    }

    /// <summary>What the command line says.</summary>
    /// <exception cref="UsageException">A value cannot be used.</exception>
    public EvalSettings Read(ParseResult parsed)
    {
        var (worst, count) = (parsed.GetValue(_worst), parsed.GetValue(_worstCount));
        if (worst is not null && !worst.EndsWith(".png", StringComparison.OrdinalIgnoreCase))
        {
            throw new UsageException($"--worst {worst}: give a name that ends with .png.");
        }

        var rule = parsed.GetValue(_split) is { } text ? SplitRuleText.Parse(_split.Name, text) : SplitRule.EveryNth(10);
        return new EvalSettings(
            parsed.GetValue(_data)!,
            MaskValuesText.Parse(_maskValues.Name, parsed.GetValue(_maskValues)!),
            parsed.GetValue(_all) ? null : rule,
            parsed.GetValue(_csv),
            parsed.GetValue(_json),
            worst,
            count,
            parsed.GetValue(_overwrite),
            _predictor.Name(parsed));
    }

    /// <summary>Opens the network.</summary>
    public Task<MaskPredictor> OpenPredictorAsync(ModelSource models, ParseResult parsed, CancellationToken cancellation) =>
        _predictor.OpenAsync(models, parsed, cancellation);

    private static Option<string?> File(string name, string description, string help) =>
        new(name) { Description = description, HelpName = help };
}

/// <summary>What <c>eval</c> measures and writes.</summary>
/// <param name="Folders">The data sets.</param>
/// <param name="MaskValues">What the values of masks mean.</param>
/// <param name="Split">Which pairs are held out; null: all are measured.</param>
/// <param name="Csv">The table's file, or null.</param>
/// <param name="Json">The file for programs, <c>-</c> for stdout, or null.</param>
/// <param name="Worst">The drawing's file, or null.</param>
/// <param name="WorstCount">How many pictures are drawn.</param>
/// <param name="Overwrite">Whether files may be replaced.</param>
/// <param name="Model">The model's name.</param>
internal sealed record EvalSettings(
    IReadOnlyList<string> Folders,
    MaskValues MaskValues,
    SplitRule? Split,
    string? Csv,
    string? Json,
    string? Worst,
    int WorstCount,
    bool Overwrite,
    string Model)
{
    /// <summary>Whether stdout is for a program.</summary>
    public bool PrintsJson => Json == EvalOptions.StandardOutput;

    /// <summary>All files that are written.</summary>
    public IEnumerable<string> Files => new[] { Csv, PrintsJson ? null : Json, Worst }.OfType<string>();
}
