using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using U2Video.Core.Models.Registry;
using U2Video.Tests;

namespace U2Video.Cli.Tests.Models;

/// <summary>
/// A mirror on loopback with one small model, and an environment that leads there: the environment is the process's, and tests run
/// one at a time.
/// </summary>
internal sealed class ModelsFixture : IAsyncDisposable
{
    private static readonly string[] Variables = ["U2NET_HOME", "XDG_DATA_HOME", "REMBG_HOME", "HOME", "U2VIDEO_MODEL_MIRROR"];

    private readonly string?[] _before = [.. Variables.Select(Environment.GetEnvironmentVariable)];

    [SuppressMessage("Security", "CA5351", Justification = "MD5 is what models are published with.")]
    public ModelsFixture()
    {
        // Weights are recognized by the content of the file, so any real weights will do, whatever the name of the file.
        var weights = File.ReadAllBytes(Path.Combine(Fixtures.Path(""), "..", "..", "models", "portrait-lite.safetensors"));
        Served = new ServedFile(weights);
        Server = new LoopbackServer(Served.AnswerAsync);
        Registry = new ModelRegistry(
        [
            new()
            {
                Name = "tiny",
                FileName = "tiny.onnx",
                Md5 = Convert.ToHexStringLower(MD5.HashData(weights)),
                MaximumBytes = 8 << 20,
                Variant = "lite",
                Size = "2.4 MB",
                License = "Apache-2.0",
                About = "a model for tests",
            },
        ]);

        Set("U2NET_HOME", Cache);
        Set("XDG_DATA_HOME", null);
        Set("REMBG_HOME", null);
        Set("HOME", Path.Combine(Folder, "home"));
        Set("U2VIDEO_MODEL_MIRROR", Server.Address.AbsoluteUri);
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("u2video-").FullName;

    public string Cache => Path.Combine(Folder, "cache");

    public string ModelPath => Path.Combine(Cache, "tiny.onnx");

    public ServedFile Served { get; }

    public LoopbackServer Server { get; }

    public ModelRegistry Registry { get; }

    public static void Set(string variable, string? value) => Environment.SetEnvironmentVariable(variable, value);

    public Task<ProgramRun> RunAsync(params string[] arguments) => ProgramRun.StartAsync(Registry, arguments);

    public async ValueTask DisposeAsync()
    {
        foreach (var (variable, value) in Variables.Zip(_before))
        {
            Set(variable, value);
        }

        await Server.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
