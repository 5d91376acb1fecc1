using System.CommandLine;
using U2Video.Cli.Commands.Models;
using U2Video.Cli.Commands.Parts;
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
    private readonly FolderOptions _folder = new();
    private readonly MaskOptions _mask = new();
    private readonly CorrectionOptions _corrections = new();
    private readonly EditOptions _edits = new();
    private readonly PredictorOptions _predictor = new();
    private readonly PartOptions _part = new();
    private readonly Option<string?> _batch = BatchOption.Create();
    private readonly Option<string> _progress = ProgressOption.Create();

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        _input.AddTo(command);
        _output.AddTo(command);
        _mask.AddTo(command);
        _corrections.AddTo(command);
        _edits.AddTo(command);
        _predictor.AddTo(command);
        command.AddGroup("Speed", _batch);
        _mask.AddLiveTo(command);
        _folder.AddTo(command);
        _part.AddTo(command);
        command.AddGroup("Progress", _progress);
    }

    /// <summary>How progress is shown.</summary>
    public ProgressMode Progress(ParseResult parsed) => ProgressOption.Parse(parsed.GetValue(_progress)!);

    /// <summary>Whether files may be replaced.</summary>
    public bool Overwrites(ParseResult parsed) => _output.Overwrites(parsed);

    /// <summary>Which parts of the clip or of the folder's files are made.</summary>
    public PartOptions Parts => _part;

    /// <summary>Masks that the user painted.</summary>
    public CorrectionOptions Corrections => _corrections;

    /// <summary>The run over a folder or a pattern that the input names; null if it names a single input.</summary>
    /// <exception cref="UsageException">Values cannot be read, or do not go together.</exception>
    /// <exception cref="InputException">The folder holds nothing that can be read.</exception>
    public FolderRun? Folder(ParseResult parsed)
    {
        if (_folder.Find(parsed, _input.Name(parsed), _input.IsSequence(parsed)) is not { } folder)
        {
            return null;
        }

        if (_corrections.AreGiven(parsed) || _input.Frame(parsed) is not null)
        {
            throw new UsageException(
                $"{(_corrections.AreGiven(parsed) ? "--fix" : "--frame")}: {folder.Name} holds many files, and this is about a frame of "
                + "one clip; name one of them.");
        }

        // Refuses what only learning needs.
        _ = _corrections.Read(parsed);
        if (_part.Resumes(parsed))
        {
            throw new UsageException(
                $"--resume: {folder.Name} holds many files, and a clip is divided; name one of them, or continue with --skip-existing.");
        }

        if (_mask.IsLive(parsed))
        {
            throw new UsageException($"--live: {folder.Name} holds many files, and only one stream is live; name one of them.");
        }

        if (_input.HasRate(parsed))
        {
            throw new UsageException($"--fps: the files of {folder.Name} are inputs of their own; --sequence makes one clip of them.");
        }

        var share = _part.Part(parsed);
        var run = new FolderRun(folder, _output, parsed, Completion(parsed))
        {
            Jobs = _folder.Jobs(parsed),

            // A task that is repeated continues where it stopped.
            SkipsExisting = _folder.SkipsExisting(parsed) || (share is not null && !_output.Overwrites(parsed)),
            Watches = _folder.Watches(parsed),
            Share = share,
        };
        run.Check();
        return run;
    }

    /// <summary>What is to be made of a single input.</summary>
    /// <exception cref="U2VideoException">Values cannot be read, or do not go together, or there is no such frame.</exception>
    public async Task<PipelineOptions> SingleAsync(ParseResult parsed, CancellationToken cancellation)
    {
        if (_part.AreGiven(parsed))
        {
            CheckThatPartsAreAlike(parsed);
        }

        return await _input.AtFrameAsync(Single(parsed), parsed, cancellation).ConfigureAwait(false);
    }

    /// <summary>Checks that nothing is asked for that every part of a clip would do by itself.</summary>
    /// <exception cref="UsageException">Something is.</exception>
    public void CheckThatPartsAreAlike(ParseResult parsed)
    {
        if (_corrections.AreGiven(parsed))
        {
            throw new UsageException(
                "--fix: every part would learn by itself; make the model with --save-model first, and the parts with --model.");
        }

        if (_input.Frame(parsed) is not null)
        {
            throw new UsageException("--frame: one frame cannot be divided into parts; make it in one run.");
        }
    }

    /// <summary>What is to be made of a single input, all of whose frames are taken.</summary>
    /// <exception cref="UsageException">Values cannot be read, or do not go together.</exception>
    public PipelineOptions Single(ParseResult parsed)
    {
        var outputs = _output.Outputs(parsed, _input.IsRaw(parsed), (_, name) => name);
        _output.CheckThatFormatIsUsed(parsed, outputs);
        var task = Completion(parsed)(new PipelineOptions
        {
            Input = _input.Source(parsed),
            Outputs = outputs,
            Matte = _output.Matte(parsed),
        });
        task.Validate();
        return task;
    }

    // Pictures that edits name are read once for all files.
    private Func<PipelineOptions, PipelineOptions> Completion(ParseResult parsed)
    {
        _input.CheckRawOptions(parsed);
        var edits = _edits.Read(parsed);
        return options =>
            _mask.Apply(_output.Apply(BatchOption.Apply(_input.Limit(options, parsed), parsed.GetValue(_batch)), parsed), parsed) with
            {
                Edits = edits,
                Normalization = _predictor.Model.ClipNormalization(parsed),
            };
    }

    /// <summary>The network, loaded now.</summary>
    /// <exception cref="U2VideoException">A value cannot be used, or the model or the device is not there.</exception>
    public Task<MaskPredictor> OpenPredictorAsync(ModelSource models, ParseResult parsed, CancellationToken cancellation) =>
        _predictor.OpenForClipsAsync(models, parsed, cancellation);

    /// <summary>The network. It is loaded now, unless the masks or the outputs may be there.</summary>
    /// <param name="models">Opens it.</param>
    /// <param name="parsed">The command line.</param>
    /// <param name="learned">The weights that were learned for this clip; null for those that the command line names.</param>
    /// <param name="cancellation">Cancels the work.</param>
    /// <exception cref="U2VideoException">A value cannot be used, or the model or the device is not there.</exception>
    public async Task<PredictorSource> OpenNetworkAsync(
        ModelSource models, ParseResult parsed, string? learned, CancellationToken cancellation)
    {
        var isStored = _output.Matte(parsed) is not null || _part.AreGiven(parsed);
        var weights = learned ?? parsed.GetValue(_predictor.Model.Model);
        var network = new PredictorSource(stop => _predictor.OpenForClipsAsync(models, parsed, weights, stop))
        {
            Identity = isStored ? await _predictor.IdentifyAsync(models, parsed, weights, cancellation).ConfigureAwait(false) : null,
        };
        if (!isStored)
        {
            await network.OpenAsync(cancellation).ConfigureAwait(false);
        }

        return network;
    }

    /// <summary>What teaches the model the user's masks.</summary>
    /// <exception cref="U2VideoException">A value cannot be used, or the model or the device is not there.</exception>
    public async Task<ClipFixer> OpenFixerAsync(ModelSource models, ParseResult parsed, CancellationToken cancellation) => new(
        stop => _predictor.OpenModelAsync(models, parsed, stop),
        await _predictor.IdentifyAsync(models, parsed, cancellation).ConfigureAwait(false),
        _predictor.Device(parsed));
}
