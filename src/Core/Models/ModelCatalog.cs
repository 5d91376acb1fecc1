using System.Security.Cryptography;
using U2Video.Core.Errors;
using U2Video.Core.Models.Registry;

namespace U2Video.Core.Models;

/// <summary>
/// Opens a model by what a user calls it: the path of a weights file, the built-in model's name, or the name of a published model,
/// which is downloaded and verified if it is not on this machine.
/// </summary>
/// <remarks>Safe to call from several threads. Each call opens a model of its own.</remarks>
public static class ModelCatalog
{
    /// <summary>Opens a model, ready for a predictor or for training.</summary>
    /// <param name="nameOrFile">A path, or one of <see cref="ModelRegistry.Names"/>; a file that exists wins over a name.</param>
    /// <param name="options">Where names are looked up, and what is known better than the file; null for the defaults.</param>
    /// <param name="cancellation">Interrupts a download.</param>
    /// <returns>The model; the caller owns it.</returns>
    /// <exception cref="ModelException">
    /// There is no such file and no such name, the download failed or is not allowed, or the file cannot be used as a model.
    /// </exception>
    public static async Task<U2NetModel> OpenAsync(
        string nameOrFile, ModelCatalogOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new ModelCatalogOptions();
        if (await LocateAsync(nameOrFile, options, cancellation).ConfigureAwait(false) is not { } path)
        {
            return U2NetModel.LoadEmbedded(options.Overrides);
        }

        // A published file seldom states its license itself, but the registry knows it.
        var model = U2NetModel.Load(path, options.Overrides);
        return model.Description.License is null && path != nameOrFile && options.Registry.Find(nameOrFile) is { } published
            ? new U2NetModel(model.Network, model.Description with { License = published.License })
            : model;
    }

    /// <summary>Tells models apart without loading them: the SHA-256 of a model's file.</summary>
    /// <param name="nameOrFile">As for <see cref="OpenAsync"/>.</param>
    /// <param name="options">As for <see cref="OpenAsync"/>.</param>
    /// <param name="cancellation">Interrupts the work.</param>
    /// <returns>64 hexadecimal digits.</returns>
    /// <exception cref="ModelException">
    /// There is no such file and no such name, the file cannot be read, or the download failed or is not allowed.
    /// </exception>
    public static async Task<string> HashAsync(
        string nameOrFile, ModelCatalogOptions? options = null, CancellationToken cancellation = default)
    {
        var path = await LocateAsync(nameOrFile, options, cancellation).ConfigureAwait(false);
        try
        {
            await using var file = path is null ? U2NetModel.OpenEmbedded() : File.OpenRead(path);
            return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellation).ConfigureAwait(false));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ModelException($"{path}: cannot be read ({error.Message}).", error);
        }
    }

    /// <summary>Finds a model's file, and downloads it if it is a published model that is not on this machine.</summary>
    /// <param name="nameOrFile">As for <see cref="OpenAsync"/>.</param>
    /// <param name="options">As for <see cref="OpenAsync"/>.</param>
    /// <param name="cancellation">Interrupts a download.</param>
    /// <returns>The path; null for the built-in model, which is no file.</returns>
    /// <exception cref="ModelException">
    /// There is no such file and no such name, or the download failed or is not allowed.
    /// </exception>
    public static async Task<string?> LocateAsync(
        string nameOrFile, ModelCatalogOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(nameOrFile);
        options ??= new ModelCatalogOptions();
        return nameOrFile switch
        {
            _ when File.Exists(nameOrFile) => nameOrFile,
            ModelRegistry.EmbeddedName => null,
            _ when options.Registry.Find(nameOrFile) is { } published =>
                await (options.Fetch ?? options.FetchFromStoreAsync)(published, cancellation).ConfigureAwait(false),
            _ when Directory.Exists(nameOrFile) => throw new ModelException($"{nameOrFile}: is a folder, not a model file."),
            _ => throw new ModelException(
                $"{nameOrFile}: no such model file, nor one of the names {string.Join(", ", options.Registry.Names)}."),
        };
    }
}
