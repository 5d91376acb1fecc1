using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using TorchSharp;
using U2Video.Cli.Commands.Models;
using U2Video.Cli.Help;
using U2Video.Cli.Parsing;
using U2Video.Core.Data;
using U2Video.Core.Data.Splits;
using U2Video.Core.Errors;
using U2Video.Core.Models;
using U2Video.Core.Training;

namespace U2Video.Cli.Commands.Training;

/// <summary>The options of <c>train</c> that say what to train on.</summary>
internal sealed class TrainingDataOptions
{
    private readonly Option<string[]> _data = SharedOptions.Data();
    private readonly Option<string?> _split = SharedOptions.Split();

    private readonly Option<bool> _skipBad = new("--skip-bad")
    {
        Description = "Leave out the pairs that cannot be used. Default: refuse.",
    };

    private readonly Option<string> _maskValues = SharedOptions.MaskValues();
    private readonly Option<bool> _allowEmpty = new("--allow-empty")
    {
        Description = "Also train on masks without a subject: pictures of scenes without people.",
    };

    private readonly Option<string[]> _teachers = new("--teacher")
    {
        Description = "A model that makes masks for data sets without masks (only images/): a file or a name. May be given several "
            + "times; their masks are averaged.",
        HelpName = "NAME|FILE",
    };

    public TrainingDataOptions() => _data.Required = false;

    /// <summary>Adds all of them to the command.</summary>
    public void AddTo(Command command) =>
        command.AddGroup("Input", _data, _maskValues, _split, _skipBad, _allowEmpty, _teachers);

    /// <summary>Whether there are any.</summary>
    public bool IsGiven(ParseResult parsed) => parsed.GetValue(_data) is { Length: > 0 };

    /// <summary>Checks that there are any.</summary>
    /// <exception cref="UsageException">There are none.</exception>
    public void CheckThatGiven(ParseResult parsed)
    {
        if (!IsGiven(parsed))
        {
            throw new UsageException("--data: give at least one folder with pictures and masks.");
        }
    }

    /// <summary>How the data are split: as the command line says, or as the recipe does it.</summary>
    /// <exception cref="UsageException">It cannot be read.</exception>
    public SplitRule Rule(ParseResult parsed, Recipe recipe) =>
        parsed.GetValue(_split) is { } text ? SplitRuleText.Parse(_split.Name, text) : recipe.Split;

    /// <summary>Lets the teachers make masks, once in a run, for the data sets without masks.</summary>
    /// <returns>Pairs to train on; none where every data set has masks.</returns>
    public async Task<IReadOnlyList<TrainingPair>> TeachAsync(
        ParseResult parsed,
        ModelSource models,
        torch.Device device,
        TrainingRunFolder run,
        TextWriter error,
        CancellationToken cancellation)
    {
        var teachers = new List<U2NetModel>();
        try
        {
            var unlabelled = Folders(parsed).Unlabelled;
            foreach (var model in unlabelled.Count > 0 ? parsed.GetValue(_teachers)! : [])
            {
                var teacher = await models.OpenAsync(model, new ModelOverrides(), cancellation).ConfigureAwait(false);
                teachers.Add(teacher);
                teacher.Network.to(device);
            }

            var pairs = new List<TrainingPair>();
            foreach (var folder in unlabelled)
            {
                var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
                var masks = Path.Combine(run.Path, "teacher", $"{name}-{Key(folder, parsed.GetValue(_teachers)!)}");
                error.WriteLine($"{folder}: no masks; {string.Join(" and ", parsed.GetValue(_teachers)!)} make them in {masks}");
                pairs.AddRange(
                    await Task.Run(() => Teacher.Label(teachers, folder, masks, cancellation), cancellation).ConfigureAwait(false));
            }

            return pairs;
        }
        finally
        {
            teachers.ForEach(teacher => teacher.Dispose());
        }
    }

    // Masks that are there are kept, so each set and each choice of teachers has a folder of its own.
    private static string Key(string folder, string[] teachers) => Convert.ToHexString(
        SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', [Path.GetFullPath(folder), .. teachers]))))[..8];

    private (List<string> Labelled, List<string> Unlabelled) Folders(ParseResult parsed)
    {
        var folders = parsed.GetValue(_data)!.ToLookup(DataFolder.IsUnlabelled);
        return ([.. folders[false]], [.. folders[true]]);
    }

    /// <summary>Finds, checks and splits the pairs; lists the bad ones.</summary>
    /// <exception cref="U2VideoException">There are none, or bad ones that are not to be skipped.</exception>
    public DataSplit Read(ParseResult parsed, Recipe recipe, TextWriter error, CancellationToken cancellation)
    {
        var (labelled, unlabelled) = Folders(parsed);
        if (unlabelled.Count > 0 && parsed.GetValue(_teachers) is not { Length: > 0 })
        {
            throw new UsageException($"{unlabelled[0]}: has pictures and no masks; give --teacher MODEL to have some made.");
        }

        if (unlabelled.Count == 0 && parsed.GetValue(_teachers) is { Length: > 0 })
        {
            throw new UsageException(
                "--teacher: every data set has masks, so there is nothing to make; leave it out, or give --data with only images/.");
        }

        if (labelled.Count == 0)
        {
            throw new UsageException("--data: give at least one folder with masks too, to validate with.");
        }

        var folders = DataFolder.OpenAll(labelled);
        foreach (var folder in folders)
        {
            error.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{folder.Path}: {folder.Pairs.Count} pairs in {folder.Layout}; checking"));
        }

        var check = new DataCheckOptions
        {
            MaskValues = MaskValuesText.Parse(_maskValues.Name, parsed.GetValue(_maskValues)!),
            AllowEmpty = parsed.GetValue(_allowEmpty),
        };
        var (decided, bad, notices) = DataCheck.Run(folders, check, progress: null, cancellation);
        foreach (var line in notices)
        {
            error.WriteLine(line.Say(OptionNames.Of));
        }

        foreach (var pair in bad)
        {
            error.WriteLine($"bad: {pair.Description.Say(OptionNames.Of)}");
        }

        if (!parsed.GetValue(_skipBad))
        {
            BadPairs.ThrowIfAny(bad, ", or continue without them: --skip-bad");
        }

        var split = DataSplit.Make(decided, Rule(parsed, recipe), bad);
        error.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{split.Training.Count} pairs to train on, {split.Validation.Count} to validate, {split.Test.Count} to test"));
        return split;
    }
}
