using System.CommandLine;
using U2Video.Cli.Commands.Models;
using U2Video.Cli.Commands.Processing;
using U2Video.Cli.Help;
using U2Video.Cli.Parsing;
using U2Video.Core.Errors;
using U2Video.Core.Inference;
using U2Video.Pipeline;
using U2Video.Pipeline.Media;

namespace U2Video.Cli.Commands.Checking;

/// <summary>The options of <c>check</c>.</summary>
internal sealed class CheckOptions
{
    private readonly Argument<string> _input = new("INPUT") { Description = "A file that ffmpeg reads: a video, a GIF or a picture." };
    private readonly RangeOptions _range = new();

    private readonly Option<string?> _matte = new("--matte")
    {
        Description = "A matte file with the clip's masks. Masks that it lacks are inferred and added. Default: all masks are inferred, "
            + "and none is kept.",
        HelpName = "FILE.matte",
    };

    private readonly Option<string?> _report = new("--report")
    {
        Description = "Write a page with the doubt over time and pictures of the worst moments. It needs no other file.",
        HelpName = "FILE.html",
    };

    private readonly Option<bool> _json = new("--json")
    {
        Description = "Print JSON instead of the table: the moments, and the doubt of each frame.",
    };

    private readonly Option<double?> _failAbove = NumberOption.Real(
        "--fail-above", "X", NumberRange.Share, "End with exit code 6 if some frame's doubt is above X, 0 to 1.");

    private readonly Option<bool> _overwrite = SharedOptions.Overwrite();
    private readonly Option<double?> _reuse = ReuseOption.Create();
    private readonly PredictorOptions _predictor = new();
    private readonly Option<string?> _batch = BatchOption.Create();
    private readonly Option<string> _progress = ProgressOption.Create();

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_input);
        _range.AddTo(command);
        command.AddGroup("Outputs", _report, _json, _failAbove, _matte, _overwrite);
        command.AddGroup("Mask", _reuse);
        _predictor.AddTo(command);
        command.AddGroup("Speed", _batch);
        command.AddGroup("Progress", _progress);
    }

    /// <summary>What the command line says.</summary>
    /// <exception cref="UsageException">A value cannot be used.</exception>
    public CheckSettings Read(ParseResult parsed)
    {
        var task = BatchOption.Apply(
            _range.Limit(new PipelineOptions { Input = Source(parsed.GetValue(_input)!), Outputs = [] }, parsed), parsed.GetValue(_batch));
        if (task.TryBatchSizes)
        {
            throw new UsageException("--batch auto: check has no trial of batches; give a number, or leave it out.");
        }

        return new CheckSettings(
            task with
            {
                Matte = parsed.GetValue(_matte),
                Reuse = parsed.GetValue(_reuse) ?? 0,
                Normalization = _predictor.Model.ClipNormalization(parsed),
            },
            parsed.GetValue(_report),
            parsed.GetValue(_overwrite),
            parsed.GetValue(_json),
            parsed.GetValue(_failAbove),
            ProgressOption.Parse(parsed.GetValue(_progress)!));
    }

    /// <summary>The network. It is loaded when the check needs it.</summary>
    /// <exception cref="U2VideoException">A value cannot be used, or the model or the device is not there.</exception>
    public async Task<PredictorSource> OpenNetworkAsync(ModelSource models, ParseResult parsed, CancellationToken cancellation) =>
        new(stop => _predictor.OpenForClipsAsync(models, parsed, stop))
        {
            Identity = await _predictor.IdentifyAsync(models, parsed, cancellation).ConfigureAwait(false),
        };

    private static MediaSource Source(string name) => name == InputOptions.Standard || InputOptions.IsAddress(name)
        ? throw new UsageException($"{name}: check reads its input twice; save it to a file first.")
        : Directory.Exists(name) || MediaSource.IsSequence(name)
            ? throw new UsageException($"{name}: check reads one clip; make a clip of the pictures first, or give a file.")
            : MediaSource.FromFile(name);
}
