using U2Video.Core.Errors;

namespace U2Video.Core.Models.Registry;

/// <summary>The folder that holds published models, and the server that they come from.</summary>
/// <remarks>Safe to call from several threads, and from several processes: those that pull the same model wait for the first one.</remarks>
internal sealed class ModelStore
{
    private const string MirrorVariable = "U2VIDEO_MODEL_MIRROR";
    private const string Publisher = "https://github.com/danielgatis/rembg/releases/download/v0.0.0/";
    private const string WhatIsUsable = "give an https or http address without user name and query, like https://HOST/FOLDER/";
    private const int MostRedirects = 10;
    private const int BufferBytes = 1 << 16;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Uri _baseAddress;
    private readonly IReadOnlyList<string> _alsoSearched;

    /// <summary>Chooses folder and server; nothing is read or written yet.</summary>
    /// <param name="folder">Where models are kept. The folder is made when it is needed.</param>
    /// <param name="baseAddress">The folder on the server that has the files; https or http.</param>
    /// <param name="alsoSearched">More folders that may hold models, flat or each in <c>models/NAME</c>. They are only read.</param>
    /// <exception cref="UsageException">The address is not absolute, neither https nor http, or has more than a path.</exception>
    public ModelStore(string folder, Uri baseAddress, params IReadOnlyList<string> alsoSearched)
    {
        if (!IsUsable(baseAddress))
        {
            throw new UsageException($"{baseAddress.OriginalString}: models cannot come from there; {WhatIsUsable}.");
        }

        Folder = Path.GetFullPath(folder);
        _baseAddress = new Uri(baseAddress.AbsoluteUri.TrimEnd('/') + "/");
        _alsoSearched = alsoSearched;
    }

    /// <summary>Where models are kept.</summary>
    public string Folder { get; }

    /// <summary>The longest time without data from the server.</summary>
    internal TimeSpan StallLimit { get; init; } = Patience;

    /// <summary>Changes the connection's settings before it is used.</summary>
    internal Action<SocketsHttpHandler>? Configure { get; init; }

    /// <summary>
    /// The store that the environment chooses: rembg's own cache, <c>$U2NET_HOME</c> or else <c>~/.u2net</c>, and the address in
    /// <c>$U2VIDEO_MODEL_MIRROR</c> or else that of rembg's release.
    /// </summary>
    /// <exception cref="UsageException">The mirror's address cannot be used.</exception>
    public static ModelStore FromEnvironment()
    {
        var mirror = Environment.GetEnvironmentVariable(MirrorVariable);
        var address = string.IsNullOrEmpty(mirror) ? Publisher : mirror;
        return Uri.TryCreate(address, UriKind.Absolute, out var baseAddress) && IsUsable(baseAddress)
            ? new ModelStore(RembgFolders.Main, baseAddress, RembgFolders.Others)
            : throw new UsageException($"{MirrorVariable}={address}: models cannot come from there; {WhatIsUsable}.");
    }

    /// <summary>Where a model is downloaded from.</summary>
    public Uri AddressOf(PublishedModel model) => new(_baseAddress, Uri.EscapeDataString(model.FileName));

    /// <summary>The path of a pulled model.</summary>
    public string PathOf(PublishedModel model) => Path.Combine(Folder, model.FileName);

    /// <summary>Looks for a model. Its whole file is read, to compare the checksum.</summary>
    /// <returns>The path of the right file; null if there is none.</returns>
    /// <exception cref="ModelException">The file at <see cref="PathOf"/> is another one, or cannot be read.</exception>
    public async Task<string?> FindAsync(PublishedModel model, CancellationToken cancellation = default)
    {
        var path = PathOf(model);
        var found = await ChecksumAsync(path, cancellation).ConfigureAwait(false);
        if (found is not null)
        {
            return Md5Checksum.Equal(found, model.Md5)
                ? path
                : throw new ModelException(
                    $"{path}: is not the {model.Name} that is published (MD5 {found}, not {model.Md5}); delete it and pull {model.Name}, "
                    + "or give its path to use it anyway.");
        }

        foreach (var other in _alsoSearched.SelectMany(folder => Candidates(folder, model)))
        {
            if (await IsAsync(other, model, cancellation).ConfigureAwait(false))
            {
                return other;
            }
        }

        return null;
    }

    /// <summary>
    /// Provides a model: finds it, or downloads and verifies it. An interrupted download is resumed
    /// by the next one. If several pulls of a model run at once, in this process or others, one downloads and the others wait for it.
    /// </summary>
    /// <param name="model">The model to pull.</param>
    /// <param name="progress">Gets the progress, on any thread; may be null.</param>
    /// <param name="cancellation">Interrupts the pull.</param>
    /// <returns>The path of the file.</returns>
    /// <exception cref="ModelException">The model could not be provided; the message says where the file may be put by hand.</exception>
    public async Task<string> PullAsync(
        PublishedModel model, IProgress<PullProgress>? progress = null, CancellationToken cancellation = default)
    {
        if (await FindAsync(model, cancellation).ConfigureAwait(false) is { } present)
        {
            return present;
        }

        var target = new PullTarget(model, AddressOf(model), PathOf(model));
        var held = await AcquireAsync(target, progress, cancellation).ConfigureAwait(false);
        await using (held.ConfigureAwait(false))
        {
            // The previous owner of the lock may have pulled it meanwhile.
            if (await FindAsync(model, cancellation).ConfigureAwait(false) is { } meanwhile)
            {
                return meanwhile;
            }

            using var client = Connect();
            await new ModelDownload(client, target, held, StallLimit, progress).RunAsync(cancellation).ConfigureAwait(false);
            return target.Path;
        }
    }

    private async Task<PullLock> AcquireAsync(PullTarget target, IProgress<PullProgress>? progress, CancellationToken cancellation)
    {
        try
        {
            Directory.CreateDirectory(Folder);
            return await PullLock.AcquireAsync(
                target.LockPath,
                waiting: elapsed => progress?.Report(new PullProgress(0, null, 0, elapsed, IsWaiting: true)),
                cancellation).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw target.WriteFailure(error);
        }
    }

    private static bool IsUsable(Uri address) =>
        address is { IsAbsoluteUri: true, Scheme: "https" or "http", UserInfo: "", Query: "", Fragment: "" };

    // .NET follows redirects to https from anywhere, but to http only from http, so a secure connection stays secure.
    private HttpClient Connect()
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = true,
            MaxAutomaticRedirections = MostRedirects,
            ConnectTimeout = StallLimit,
            // A proxy cannot reach a server that listens only on this machine.
            UseProxy = !_baseAddress.IsLoopback,
        };
        Configure?.Invoke(handler);
        var client = new HttpClient(handler, disposeHandler: true) { Timeout = Timeout.InfiniteTimeSpan };
        client.DefaultRequestHeaders.UserAgent.ParseAdd("U2Net.Video");
        return client;
    }

    private static IEnumerable<string> Candidates(string folder, PublishedModel model) =>
        [Path.Combine(folder, model.FileName), Path.Combine(folder, "models", model.Name, model.FileName)];

    private static async Task<bool> IsAsync(string path, PublishedModel model, CancellationToken cancellation)
    {
        try
        {
            return await ChecksumAsync(path, cancellation).ConfigureAwait(false) is { } found && Md5Checksum.Equal(found, model.Md5);
        }
        catch (ModelException)
        {
            // These are other programs' folders, so a file that cannot be read there is not an error.
            return false;
        }
    }

    private static async Task<string?> ChecksumAsync(string path, CancellationToken cancellation)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferBytes, useAsync: true);
            return await Md5Checksum.ComputeAsync(file, cancellation).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ModelException($"{path}: cannot be read ({error.Message.TrimEnd('.')}).", error);
        }
    }
}
