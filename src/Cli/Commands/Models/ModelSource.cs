using System.Globalization;
using TorchSharp;
using U2Video.Cli.Progress;
using U2Video.Core.Inference;
using U2Video.Core.Models;
using U2Video.Core.Models.Registry;

namespace U2Video.Cli.Commands.Models;

/// <summary>Opens what <c>--model</c> names, and shows how far a download is.</summary>
/// <param name="registry">The names.</param>
/// <param name="error">For notices and progress.</param>
internal sealed class ModelSource(ModelRegistry registry, TextWriter error)
{
    private ModelCatalogOptions Options => new() { Registry = registry, Fetch = PullAsync };

    /// <summary>Opens the network on the device, ready to predict.</summary>
    public async Task<MaskPredictor> OpenPredictorAsync(
        string? nameOrFile, ModelOverrides overrides, string device, InputSizing? sizing, Speed speed, CancellationToken cancellation)
    {
        speed.UseThreads();

        // The device first: it is quicker to find wrong than a model is to load.
        var resolved = ComputeDevice.Resolve(device);
        return new MaskPredictor(
            await OpenAsync(nameOrFile, overrides, cancellation).ConfigureAwait(false), resolved, sizing, speed.Precision);
    }

    /// <summary>What decides the network's masks, without loading it.</summary>
    public async Task<PredictorIdentity> IdentifyAsync(
        string? nameOrFile, ModelOverrides overrides, string device, InputSizing? sizing, Speed speed, CancellationToken cancellation)
    {
        var hash = await ModelCatalog.HashAsync(nameOrFile ?? ModelRegistry.EmbeddedName, Options, cancellation).ConfigureAwait(false);
        return new PredictorIdentity(hash)
        {
            Overrides = overrides,
            Sizing = sizing,
            Precision = speed.Precision,

            // Where the device does not matter, libtorch need not be loaded to find it.
            IsOnCuda = speed.Precision != Precision.Fp32 && ComputeDevice.Resolve(device).type == DeviceType.CUDA,
        };
    }

    /// <summary>Opens the weights; null stands for the built-in ones.</summary>
    public Task<U2NetModel> OpenAsync(string? nameOrFile, ModelOverrides overrides, CancellationToken cancellation) =>
        ModelCatalog.OpenAsync(nameOrFile ?? ModelRegistry.EmbeddedName, Options with { Overrides = overrides }, cancellation);

    /// <summary>Finds the weights' file. A file that exists wins over a name.</summary>
    /// <returns>Its path; null for the built-in model, which has none.</returns>
    public async Task<string?> LocateAsync(string? nameOrFile, CancellationToken cancellation) =>
        nameOrFile is null ? null : await ModelCatalog.LocateAsync(nameOrFile, Options, cancellation).ConfigureAwait(false);

    /// <summary>Finds a published model in the cache, or downloads it and shows how far that is.</summary>
    /// <returns>Its path.</returns>
    public async Task<string> PullAsync(PublishedModel model, CancellationToken cancellation)
    {
        var store = ModelStore.FromEnvironment();
        if (await store.FindAsync(model, cancellation).ConfigureAwait(false) is { } present)
        {
            return present;
        }

        await error.WriteLineAsync($"{model.Name}: pulling {store.AddressOf(model).AbsoluteUri} ({model.Size})").ConfigureAwait(false);
        PullProgress? last = null;
        var path = await ProgressDisplay.ShowAsync<PullProgress, string>(
            ProgressDisplay.ConsoleOn(error),
            value => PullText.Describe(last = value),
            progress => store.PullAsync(model, progress, cancellation)).ConfigureAwait(false);
        if (last is { IsWaiting: false })
        {
            await error.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{model.Name}: {PullText.Megabytes(last.Bytes)} MB in {last.Elapsed.TotalSeconds:F1} s")).ConfigureAwait(false);
        }

        return path;
    }
}
