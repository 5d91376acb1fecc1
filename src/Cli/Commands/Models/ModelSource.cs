using System.Globalization;
using U2Video.Cli.Progress;
using U2Video.Core.Errors;
using U2Video.Core.Inference;
using U2Video.Core.Models;
using U2Video.Core.Models.Registry;

namespace U2Video.Cli.Commands.Models;

/// <summary>Opens what <c>--model</c> names: a file, the built-in model, or a published one, which is pulled if it is not here.</summary>
/// <param name="registry">The names.</param>
/// <param name="error">For notices and progress.</param>
internal sealed class ModelSource(ModelRegistry registry, TextWriter error)
{
    /// <summary>Opens the network on the device, ready to predict.</summary>
    public async Task<MaskPredictor> OpenPredictorAsync(
        string? nameOrFile, ModelOverrides overrides, string device, string? size, Speed speed, CancellationToken cancellation)
    {
        var sizing = size is null ? null : InputSizing.Parse(size);
        speed.UseThreads();

        // The device first: it is quicker to find wrong than a model is to load.
        var resolved = ComputeDevice.Resolve(device);
        return new MaskPredictor(
            await OpenAsync(nameOrFile, overrides, cancellation).ConfigureAwait(false), resolved, sizing, speed.Precision);
    }

    /// <summary>Opens the weights; null stands for the built-in ones.</summary>
    public async Task<U2NetModel> OpenAsync(string? nameOrFile, ModelOverrides overrides, CancellationToken cancellation)
    {
        if (await LocateAsync(nameOrFile, cancellation).ConfigureAwait(false) is not { } path)
        {
            return U2NetModel.LoadEmbedded(overrides);
        }

        // What is published seldom says its licence itself; the list knows it.
        var model = U2NetModel.Load(path, overrides);
        return model.Description.License is null && path != nameOrFile && registry.Find(nameOrFile!) is { } published
            ? new U2NetModel(model.Network, model.Description with { License = published.License })
            : model;
    }

    /// <summary>Finds the weights' file. A file that exists wins over a name.</summary>
    /// <returns>Its path; null for the built-in model, which has none.</returns>
    public async Task<string?> LocateAsync(string? nameOrFile, CancellationToken cancellation) => nameOrFile switch
    {
        null => null,
        _ when File.Exists(nameOrFile) => nameOrFile,
        ModelRegistry.EmbeddedName => null,
        _ when registry.Find(nameOrFile) is { } published => await PullAsync(published, cancellation).ConfigureAwait(false),
        _ when Directory.Exists(nameOrFile) => throw new ModelException($"{nameOrFile}: is a folder and no model file."),
        _ => throw new ModelException($"{nameOrFile}: no such model file, nor one of the names {string.Join(", ", registry.Names)}."),
    };

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
