using System.CommandLine;
using TorchSharp;
using U2Video.Cli.Help;
using U2Video.Cli.Parsing;
using U2Video.Core.Data;
using U2Video.Core.Errors;
using U2Video.Core.Inference;
using U2Video.Core.Training;

namespace U2Video.Cli.Commands.Training;

/// <summary>The options of <c>train</c>.</summary>
internal sealed class TrainOptions
{
    private readonly Option<string> _out = new("--out")
    {
        Description = "The file of the best checkpoint. Everything else that a run leaves goes into the folder with that name without "
            + "its extension.",
        HelpName = "FILE",
        DefaultValueFactory = _ => "trained.safetensors",
    };

    private readonly Option<string?> _start = new("--start")
    {
        Description = "The weights to begin with: a file, or a name that 'u2video models list' shows. Default: a new network.",
        HelpName = "NAME|FILE",
    };

    private readonly Option<string?> _freeze = ChoiceOption.Create("--freeze", "A part that is not trained.", ["encoder"]);
    private readonly Option<bool> _resume = new("--resume") { Description = "Continue the run that --out names where it was interrupted." };

    private readonly Option<int?> _patience = NumberOption.Whole(
        "--patience", "N", new(1), "End after N epochs without a better one. Default: train all epochs.");

    private readonly Option<int> _seed = NumberOption.Whole(
        "--seed", "N", NumberRange.AnyInt, byDefault: 1, "The seed of all random numbers: the same seed gives the same run.");

    private readonly Option<int?> _workers = NumberOption.Whole(
        "--workers", "N", new(1, 64), "Threads that read pictures. Default: as many as processors, up to 4.");

    private readonly Option<string> _precision = SharedOptions.SavePrecision();
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Show the settings, check the data, and train nothing." };
    private readonly Option<bool> _overwrite = SharedOptions.Overwrite();
    private readonly Option<string> _device = SharedOptions.Device();
    private readonly RecipeOptions _recipe = new();

    // Accepted until version 0.3.
    public TrainOptions() => _start.Aliases.Add("--from");

    /// <summary>What to train on.</summary>
    public TrainingDataOptions Data { get; } = new();

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        Data.AddTo(command);
        command.AddGroup("Outputs", _out, _precision, _overwrite);
        command.AddGroup("Run", _dryRun, _resume, _patience, _seed);
        command.AddGroup("Speed", _device, _workers);
        _recipe.AddTo(command);
        command.AddGroup("Network", _start, _freeze);
    }

    /// <summary>The recipe.</summary>
    /// <exception cref="UsageException">A value cannot be used.</exception>
    public Recipe Recipe(ParseResult parsed) => _recipe.Read(parsed);

    /// <summary>Whether nothing is trained.</summary>
    public bool IsDryRun(ParseResult parsed) => parsed.GetValue(_dryRun);

    /// <summary>Whether a run may be replaced.</summary>
    public bool Overwrites(ParseResult parsed) => parsed.GetValue(_overwrite);

    /// <summary>Where the network is trained.</summary>
    public torch.Device Device(ParseResult parsed) => ComputeDevice.Resolve(parsed.GetValue(_device)!);

    /// <summary>Where the run keeps its files.</summary>
    public TrainingRunFolder Folder(ParseResult parsed) => new(parsed.GetValue(_out)!);

    /// <summary>What the trainer is told.</summary>
    /// <exception cref="UsageException">Values cannot be used.</exception>
    public TrainingOptions Read(ParseResult parsed, Recipe recipe, DataSplit split, TrainingRunFolder folder)
    {
        var options = new TrainingOptions
        {
            Recipe = recipe,
            Training = split.Training,
            Validation = split.Validation,
            OutputPath = parsed.GetValue(_out)!,
            LastPath = folder.LastPath,
            StartFrom = parsed.GetValue(_start),
            FreezeEncoder = parsed.GetValue(_freeze) is not null,
            Resume = parsed.GetValue(_resume),
            Patience = parsed.GetValue(_patience),
            Seed = parsed.GetValue(_seed),
            Workers = parsed.GetValue(_workers),
            Precision = parsed.GetValue(_precision) == "fp16" ? torch.ScalarType.Float16 : torch.ScalarType.Float32,
        };
        options.Validate();
        return options;
    }
}
