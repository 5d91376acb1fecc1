using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using U2Video.Core.Errors;
using U2Video.Core.Models.Registry;
using U2Video.Tests;

namespace U2Video.Core.Tests.Models.Registry;

/// <summary>A model of a few bytes and an empty folder to pull it to.</summary>
internal sealed class StoreFixture : IDisposable
{
    public const int Limit = 1 << 20;

    [SuppressMessage("Security", "CA5351", Justification = "MD5 is what models are published with.")]
    public StoreFixture()
    {
        Content = new byte[400_000];
        new Random(1).NextBytes(Content);
        Model = new PublishedModel
        {
            Name = "tiny",
            FileName = "tiny.onnx",
            Md5 = Convert.ToHexString(MD5.HashData(Content)),
            MaximumBytes = Limit,
            Variant = "lite",
            Size = "400 kB",
            License = "Apache-2.0",
            About = "noise",
        };
    }

    public byte[] Content { get; }

    public PublishedModel Model { get; }

    public string Folder { get; } = Directory.CreateTempSubdirectory("u2video-").FullName;

    public string FinalPath => Path.Combine(Folder, "tiny.onnx");

    public string PartialPath => Path.Combine(Folder, ".tiny.onnx.partial");

    public string LockPath => Path.Combine(Folder, ".tiny.onnx.pull");

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    public ModelStore StoreAt(Uri address, TimeSpan? patience = null) => new(Folder, address)
    {
        StallLimit = patience ?? TimeSpan.FromSeconds(30),
        Configure = handler => handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) =>
            certificate?.Subject == LoopbackServer.CertificateSubject,
    };

    public async Task<string> FailAsync(ModelStore store)
    {
        var error = await Assert.ThrowsAsync<ModelException>(() => store.PullAsync(Model));

        // Whatever it was: one line, with the address, and where the file may be put by hand.
        Assert.DoesNotContain('\n', error.Message);
        Assert.Contains(store.AddressOf(Model).AbsoluteUri, error.Message, StringComparison.Ordinal);
        Assert.Contains(FinalPath, error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(FinalPath));
        return error.Message;
    }

    public async Task AssertPulledAsync(ModelStore store, IProgress<PullProgress>? progress = null)
    {
        Assert.Equal(FinalPath, await store.PullAsync(Model, progress));
        Assert.Equal(Content, await File.ReadAllBytesAsync(FinalPath));
        AssertHolds(FinalPath);
    }

    public void AssertHolds(params string[] paths) => Assert.Equal(paths.Order(), Directory.GetFileSystemEntries(Folder).Order());
}

/// <summary>Keeps what was reported, in its order.</summary>
internal sealed class Reports(Action<PullProgress>? also = null) : IProgress<PullProgress>
{
    private readonly List<PullProgress> _all = [];

    public IReadOnlyList<PullProgress> All
    {
        get
        {
            lock (_all)
            {
                return [.. _all];
            }
        }
    }

    public void Report(PullProgress value)
    {
        lock (_all)
        {
            _all.Add(value);
        }

        also?.Invoke(value);
    }
}
