using System.CommandLine;
using U2Video.Cli.Commands.Models;
using U2Video.Cli.Help;
using U2Video.Cli.Progress;
using U2Video.Core.Errors;
using U2Video.Core.Inference;
using U2Video.Pipeline;

namespace U2Video.Cli.Commands.Processing;

/// <summary>The options of the program's main command.</summary>
internal sealed class ProcessOptions
{
    private readonly InputOptions _input = new();
    private readonly OutputOptions _output = new();
    private readonly MaskOptions _mask = new();
    private readonly EditOptions _edits = new();
    private readonly PredictorOptions _predictor = new();
    private readonly Option<string?> _batch = BatchOption.Create();

    private readonly Option<int> _jobs = new("--jobs")
    {
        Description = "Files of a folder that are processed at the same time.",
        HelpName = "N",
        DefaultValueFactory = _ => 1,
    };

    private readonly Option<string> _progress = new("--progress")
    {
        Description = "How progress is shown: auto, plain, json (one object a line, with each stage's time) or none.",
        HelpName = "HOW",
        DefaultValueFactory = _ => "auto",
    };

    public ProcessOptions() => _progress.AcceptOnlyFromAmong("auto", "plain", "json", "none");

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        _input.AddTo(command);
        _output.AddTo(command);
        _mask.AddTo(command);
        _edits.AddTo(command);
        _predictor.AddTo(command);
        command.AddGroup("Speed", _batch, _jobs);
        command.AddGroup("Progress", _progress);
    }

    /// <summary>How progress is shown.</summary>
    public ProgressMode Progress(ParseResult parsed) => Enum.Parse<ProgressMode>(parsed.GetValue(_progress)!, ignoreCase: true);

    /// <summary>How many files of a folder are processed at the same time.</summary>
    public int Jobs(ParseResult parsed) => parsed.GetValue(_jobs);

    /// <summary>The folder or pattern that the input names; null if it names a single input.</summary>
    /// <exception cref="InputException">The folder holds nothing that can be read.</exception>
    public FolderRun? Folder(ParseResult parsed) => FolderRun.Of(_input.Name(parsed));

    /// <summary>What is to be made: one task for a single input, one for each file of a folder.</summary>
    /// <exception cref="UsageException">Values cannot be read, or do not go together.</exception>
    public IReadOnlyList<PipelineOptions> Tasks(ParseResult parsed, FolderRun? folder)
    {
        var edits = _edits.Read(parsed);
        List<PipelineOptions> tasks = folder is not null
            ? folder.Options(_output, parsed, Complete)
            :
            [
                Complete(new PipelineOptions
                {
                    Input = _input.Source(parsed),
                    Outputs = _output.Outputs(parsed, _input.IsRaw(parsed), (_, name) => name),
                    Matte = _output.Matte(parsed),
                }),
            ];
        tasks.ForEach(task => task.Validate());
        return tasks;

        PipelineOptions Complete(PipelineOptions options) =>
            _mask.Apply(_output.Apply(BatchOption.Apply(_input.Limit(options, parsed), parsed.GetValue(_batch)), parsed), parsed) with
            {
                Edits = edits,
                Normalization = _predictor.Model.ClipNormalization(parsed),
            };
    }

    /// <summary>The network. It is loaded now, unless masks may come from a matte file.</summary>
    /// <exception cref="U2VideoException">A value cannot be used, or the model or the device is not there.</exception>
    public async Task<PredictorSource> OpenNetworkAsync(ModelSource models, ParseResult parsed, CancellationToken cancellation)
    {
        var isStored = _output.Matte(parsed) is not null;
        var network = new PredictorSource(stop => _predictor.OpenForClipsAsync(models, parsed, stop))
        {
            Identity = isStored ? await _predictor.IdentifyAsync(models, parsed, cancellation).ConfigureAwait(false) : null,
        };
        if (!isStored)
        {
            await network.OpenAsync(cancellation).ConfigureAwait(false);
        }

        return network;
    }
}
