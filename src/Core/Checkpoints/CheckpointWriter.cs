using TorchSharp;
using U2Video.Core.Checkpoints.PyTorch;
using U2Video.Core.Checkpoints.Safetensors;
using U2Video.Core.Errors;

namespace U2Video.Core.Checkpoints;

/// <summary>Writes weights files; the format is chosen by the extension.</summary>
internal static class CheckpointWriter
{
    private delegate void Writer(
        string path,
        IReadOnlyDictionary<string, torch.Tensor> tensors,
        IReadOnlyDictionary<string, string> metadata,
        torch.ScalarType precision);

    private static readonly Dictionary<string, Writer> Writers = new(StringComparer.OrdinalIgnoreCase)
    {
        [".safetensors"] = SafetensorsWriter.Write,
        [".pth"] = PyTorchZipWriter.Write,
        [".pt"] = PyTorchZipWriter.Write,
    };

    /// <summary>Writes a file, which appears complete or not at all.</summary>
    /// <param name="path">The file to make or replace.</param>
    /// <param name="tensors">Tensors by the names that shall stand in the file.</param>
    /// <param name="metadata">Text entries that say how the weights are to be used.</param>
    /// <param name="precision"><c>Float32</c>, or <c>Float16</c> for half the size.</param>
    /// <exception cref="UsageException">The extension is none of a format that we write.</exception>
    /// <exception cref="U2VideoException">The file cannot be written.</exception>
    public static void Write(
        string path,
        IReadOnlyDictionary<string, torch.Tensor> tensors,
        IReadOnlyDictionary<string, string> metadata,
        torch.ScalarType precision)
    {
        if (!Writers.TryGetValue(Path.GetExtension(path), out var write))
        {
            throw new UsageException($"{path}: no format is known by this extension; use {string.Join(", ", Writers.Keys)}.");
        }

        if (precision is not (torch.ScalarType.Float32 or torch.ScalarType.Float16))
        {
            throw new ArgumentException($"Weights are written as Float32 or Float16, not as {precision}.", nameof(precision));
        }

        write(path, tensors, metadata, precision);
    }
}
