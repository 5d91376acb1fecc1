using System.Diagnostics;
using U2Video.Core.Checkpoints;
using U2Video.Core.Errors;
using U2Video.Core.Models;

namespace U2Video.Core.Tests.Checkpoints;

/// <summary>What is no ordinary file.</summary>
public sealed class CheckpointFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("u2video-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("")]
    [InlineData("missing.pth")]
    [InlineData("missing/missing.pth")]
    public void A_folder_and_what_is_not_there_are_refused(string name) => AssertRefused(Path.Combine(_folder, name), "path");

    [Fact]
    public void An_empty_file_is_refused()
    {
        var path = Path.Combine(_folder, "empty.onnx");
        File.WriteAllBytes(path, []);

        AssertRefused(path, "is an empty file");
    }

    [Fact]
    public void A_pipe_is_refused()
    {
        var path = Path.Combine(_folder, "pipe");
        using (var made = Process.Start("mkfifo", path))
        {
            made.WaitForExit();
        }

        // Opening a pipe waits for somebody at the other end.
        using var pipe = new FileStream(path, FileMode.Open, FileAccess.ReadWrite);

        AssertRefused(path, "is a pipe or a device");
    }

    private static void AssertRefused(string path, string mentions)
    {
        var read = Assert.Throws<ModelException>(() => CheckpointReader.Read(path)).Message;
        var inspected = Assert.Throws<ModelException>(() => ModelInspection.Read(path)).Message;

        Assert.Equal(read, inspected);
        Assert.StartsWith($"{path}: ", read, StringComparison.Ordinal);
        Assert.Contains(mentions, read, StringComparison.Ordinal);
    }
}
