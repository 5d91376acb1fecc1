using U2Video.Core.Errors;
using U2Video.Core.Models.Registry;

namespace U2Video.Core.Models;

/// <summary>How <see cref="ModelCatalog"/> finds and reads models.</summary>
public sealed record ModelCatalogOptions
{
    /// <summary>What the user knows better than the weights file.</summary>
    public ModelOverrides? Overrides { get; init; }

    /// <summary>The names that stand for models.</summary>
    public ModelRegistry Registry { get; init; } = ModelRegistry.Default;

    /// <summary>Whether a published model that is not on this machine may be downloaded.</summary>
    public bool AllowDownload { get; init; } = true;

    /// <summary>Gets the progress of a download; may be null.</summary>
    public IProgress<PullProgress>? Progress { get; init; }

    /// <summary>
    /// Provides the file of a published model in the caller's own way, such as with a display; null: the model is taken from
    /// <see cref="ModelStore.FromEnvironment"/>, as <see cref="AllowDownload"/> and <see cref="Progress"/> say.
    /// </summary>
    public Func<PublishedModel, CancellationToken, Task<string>>? Fetch { get; init; }

    internal async Task<string> FetchFromStoreAsync(PublishedModel model, CancellationToken cancellation)
    {
        var store = ModelStore.FromEnvironment();
        if (AllowDownload)
        {
            return await store.PullAsync(model, Progress, cancellation).ConfigureAwait(false);
        }

        return await store.FindAsync(model, cancellation).ConfigureAwait(false) ?? throw new ModelException(
            $"{model.Name}: is not at '{store.PathOf(model)}', and downloads are not allowed; put the file there, or allow them.");
    }
}
