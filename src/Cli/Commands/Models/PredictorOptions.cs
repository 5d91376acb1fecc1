using System.CommandLine;
using U2Video.Cli.Parsing;
using U2Video.Core.Errors;
using U2Video.Core.Inference;
using U2Video.Core.Models;
using U2Video.Core.Models.Registry;
using static TorchSharp.torch;

namespace U2Video.Cli.Commands.Models;

/// <summary>Which network a command runs, what the network sees, and how it runs.</summary>
internal sealed class PredictorOptions
{
    private readonly ModelOptions _model = new();
    private readonly Option<string?> _size = SharedOptions.Size();
    private readonly SpeedOptions _speed = new();

    /// <summary>What is said about the weights.</summary>
    public ModelOptions Model => _model;

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        _model.AddTo(command, _size);
        _speed.AddTo(command);
    }

    /// <summary>The model's name as it was given, or the built-in model's.</summary>
    public string Name(ParseResult parsed) => parsed.GetValue(_model.Model) ?? ModelRegistry.EmbeddedName;

    /// <summary>Opens the network.</summary>
    /// <exception cref="U2VideoException">A value cannot be used, or the model or the device is not there.</exception>
    public Task<MaskPredictor> OpenAsync(ModelSource models, ParseResult parsed, CancellationToken cancellation) =>
        OpenAsync(models, parsed, parsed.GetValue(_model.Model), _model.Overrides(parsed), cancellation);

    /// <summary>
    /// Opens the network for clips. What the model says of its output stays, because a clip is normalized in a way of its own
    /// (<see cref="ModelOptions.ClipNormalization"/>).
    /// </summary>
    /// <exception cref="U2VideoException">A value cannot be used, or the model or the device is not there.</exception>
    public Task<MaskPredictor> OpenForClipsAsync(ModelSource models, ParseResult parsed, CancellationToken cancellation) =>
        OpenForClipsAsync(models, parsed, parsed.GetValue(_model.Model), cancellation);

    /// <summary>The same with other weights than those that the command line names.</summary>
    /// <exception cref="U2VideoException">A value cannot be used, or the model or the device is not there.</exception>
    public Task<MaskPredictor> OpenForClipsAsync(
        ModelSource models, ParseResult parsed, string? nameOrFile, CancellationToken cancellation) =>
        OpenAsync(models, parsed, nameOrFile, _model.Overrides(parsed) with { Output = null }, cancellation);

    /// <summary>Opens the weights to teach them something.</summary>
    /// <exception cref="U2VideoException">A value cannot be used, or the model is not there.</exception>
    public Task<U2NetModel> OpenModelAsync(ModelSource models, ParseResult parsed, CancellationToken cancellation) =>
        models.OpenAsync(parsed.GetValue(_model.Model), _model.Overrides(parsed) with { Output = null }, cancellation);

    /// <summary>Where the network runs.</summary>
    /// <exception cref="DeviceException">There is no such device.</exception>
    public Device Device(ParseResult parsed)
    {
        _speed.Read(parsed).UseThreads();
        return ComputeDevice.Resolve(_speed.Device(parsed));
    }

    /// <summary>What decides the network's masks, without loading it.</summary>
    /// <exception cref="U2VideoException">A value cannot be used, or the model or the device is not there.</exception>
    public Task<PredictorIdentity> IdentifyAsync(ModelSource models, ParseResult parsed, CancellationToken cancellation) =>
        IdentifyAsync(models, parsed, parsed.GetValue(_model.Model), cancellation);

    /// <summary>The same of other weights than those that the command line names.</summary>
    /// <exception cref="U2VideoException">A value cannot be used, or the model or the device is not there.</exception>
    public Task<PredictorIdentity> IdentifyAsync(
        ModelSource models, ParseResult parsed, string? nameOrFile, CancellationToken cancellation) =>
        models.IdentifyAsync(
            nameOrFile,
            _model.Overrides(parsed),
            _speed.Device(parsed),
            Sizing(parsed),
            _speed.Read(parsed),
            cancellation);

    private Task<MaskPredictor> OpenAsync(
        ModelSource models, ParseResult parsed, string? nameOrFile, ModelOverrides overrides, CancellationToken cancellation) =>
        models.OpenPredictorAsync(
            nameOrFile,
            overrides,
            _speed.Device(parsed),
            Sizing(parsed),
            _speed.Read(parsed),
            cancellation);

    private InputSizing? Sizing(ParseResult parsed) =>
        parsed.GetValue(_size) is { } size ? InputSizingText.Parse(_size.Name, size) : null;
}
