using System.CommandLine;
using U2Video.Cli.Commands.Processing;
using U2Video.Cli.Help;
using U2Video.Cli.Parsing;
using U2Video.Core.Errors;
using U2Video.Pipeline;

namespace U2Video.Cli.Commands.Planning;

/// <summary>The options of <c>plan</c>: its own, and all of a run, which go to the tasks as they are.</summary>
internal sealed class PlanOptions
{
    private const string Auto = "auto";
    private const string Kubernetes = "kubernetes";

    // What a start takes where nothing is measured: the built-in model on a quiet machine needs about 2 s.
    private const double UsualStartSeconds = 5;

    private readonly Option<string> _parts = new("--parts")
    {
        Description = "How many parts. auto takes as many as leave nine tenths of each part's time to its own frames.",
        HelpName = "N|auto",
        DefaultValueFactory = _ => Auto,
    };

    private readonly Option<string> _scheduler = ChoiceOption.WithDefault(
        "--for",
        "What the script is for: slurm (bash that calls sbatch), kubernetes (a manifest) or parallel (bash that calls GNU parallel).",
        ["slurm", Kubernetes, "parallel"]);

    private readonly Option<string?> _program = new("--program")
    {
        Description = "The program, as the tasks find it. Default: this one; u2video in a container.",
        HelpName = "PATH",
    };

    private readonly Option<string?> _image = new("--image")
    {
        Description = "The container image that has the program. Needed for kubernetes.",
        HelpName = "NAME",
    };

    private readonly Option<string?> _volume = new("--volume")
    {
        Description = "The persistent volume claim with the media, and the folder where it is found both here and in the containers. "
            + "Needed for kubernetes.",
        HelpName = "CLAIM:DIR",
    };

    private readonly Option<double?> _speed = NumberOption.Real(
        "--measured-fps",
        "N",
        new(0) { ExcludesLeast = true },
        "Frames a second of one machine of the farm, as 'u2video bench' shows them. Default: some frames of the clip are processed here.");

    private readonly Option<double?> _start = NumberOption.Real(
        "--measured-start",
        "SECONDS",
        new(0),
        $"How long a task takes to its first frame, for --measured-fps. Default: {UsualStartSeconds}.");

    private readonly Argument<string> _input = new("INPUT") { Description = "The input, as for a run." };

    /// <summary>What the tasks run.</summary>
    public ProcessOptions Run { get; } = new();

    private IReadOnlyList<Option> Own => [_parts, _scheduler, _program, _image, _volume, _speed, _start];

    /// <summary>Adds the options to a command. Those of a run are taken and not shown, because the program's own help has them.</summary>
    public void AddTo(Command command)
    {
        command.AddGroup("Plan", _parts, _scheduler, _speed, _start);
        command.AddGroup("Tasks", _program, _image, _volume);
        var run = new Command("run");
        Run.AddTo(run);
        foreach (var argument in run.Arguments.ToArray())
        {
            argument.Description = _input.Description;
            command.Add(argument);
        }

        foreach (var option in run.Options.ToArray())
        {
            option.Hidden = true;
            command.Add(option);
        }
    }

    /// <summary>What is to be made of a folder's files; null if the input is a clip.</summary>
    /// <exception cref="U2VideoException">Values cannot be used.</exception>
    public FolderRun? Folder(ParseResult parsed)
    {
        if (Run.Parts.AreGiven(parsed))
        {
            throw new UsageException("--part and --resume: the plan's script gives a part to each task; leave them out.");
        }

        return Run.Folder(parsed);
    }

    /// <summary>What is to be made of a clip.</summary>
    /// <exception cref="U2VideoException">Values cannot be used.</exception>
    public PipelineOptions Clip(ParseResult parsed)
    {
        Run.CheckThatPartsAreAlike(parsed);
        return Run.Single(parsed);
    }

    /// <summary>The words of a run.</summary>
    public IReadOnlyList<string> Words(ParseResult parsed) => RunWords.Of(parsed, [.. Own]);

    /// <summary>How many parts are wanted; null leaves it to the plan.</summary>
    /// <exception cref="UsageException">The text is neither a number nor <c>auto</c>.</exception>
    public int? Parts(ParseResult parsed) => parsed.GetValue(_parts) is not { } text || text == Auto ? null
        : NumberText.Count(text) is > 0 and var parts ? parts
        : throw new UsageException($"{_parts.Name} {text}: give the number of parts, 1 or more, or auto.");

    /// <summary>The speed that was given; null where it is to be measured.</summary>
    /// <exception cref="UsageException">A start is given without it.</exception>
    public PlanMeasurement? Speed(ParseResult parsed)
    {
        var start = parsed.GetValue(_start);
        return parsed.GetValue(_speed) is { } speed ? new PlanMeasurement(speed, start ?? UsualStartSeconds, Network: null)
            : start is null ? null
            : throw new UsageException($"{_start.Name}: is for {_speed.Name}; give both, or neither to have them measured.");
    }

    /// <summary>The program as the tasks find it.</summary>
    public string Program(ParseResult parsed) => parsed.GetValue(_program)
        ?? (parsed.GetValue(_scheduler) == Kubernetes ? "u2video"
            : Environment.GetEnvironmentVariable("U2VIDEO_LAUNCHER") ?? Environment.ProcessPath!);

    /// <summary>Writes the script.</summary>
    /// <exception cref="UsageException">A value for containers is missing, or is given for something else.</exception>
    public string Script(ParseResult parsed, FarmJob job) => (parsed.GetValue(_scheduler), Place(parsed, job)) switch
    {
        (Kubernetes, { } place) => KubernetesManifest.Write(job, place),
        ("slurm", _) => SlurmScript.Write(job),
        _ => ParallelScript.Write(job),
    };

    private ContainerPlace? Place(ParseResult parsed, FarmJob job)
    {
        var (image, volume) = (parsed.GetValue(_image), parsed.GetValue(_volume));
        if (parsed.GetValue(_scheduler) != Kubernetes)
        {
            var given = image is not null ? _image : volume is not null ? _volume : null;
            return given is null ? null
                : throw new UsageException($"{given.Name}: is for {_scheduler.Name} {Kubernetes}; leave it out.");
        }

        if (image is null)
        {
            throw new UsageException($"{_image.Name}: is missing; name the container image that has u2video.");
        }

        var colon = volume?.IndexOf(':', StringComparison.Ordinal) ?? -1;
        if (colon < 1 || !Path.IsPathRooted(volume![(colon + 1)..]))
        {
            var given = volume is null ? "" : " " + volume;
            throw new UsageException($"{_volume.Name}{given}: give a claim and the folder where it is found, like media:/mnt/media.");
        }

        var place = Path.TrimEndingDirectorySeparator(volume[(colon + 1)..]);
        return (job.Folder + "/").StartsWith(place + "/", StringComparison.Ordinal)
            ? new ContainerPlace(image, volume[..colon], place)
            : throw new UsageException(
                $"{_volume.Name} {volume}: this folder, {job.Folder}, is not in {place}, and the tasks would not find it; "
                + "run plan in a folder of the volume.");
    }
}
