using U2Video.Core.Checkpoints.Onnx;
using U2Video.Core.Checkpoints.PyTorch;
using U2Video.Core.Checkpoints.Safetensors;
using U2Video.Core.Checkpoints.StateDicts;
using U2Video.Core.Errors;

namespace U2Video.Core.Checkpoints;

/// <summary>Reads a weights file of any known format. The content decides which format it is, not the extension.</summary>
internal static class CheckpointReader
{
    private const int HeadBytes = 512;

    /// <summary>Reads a file.</summary>
    /// <exception cref="ModelException">The file is missing, damaged, refused, or of an unknown format.</exception>
    public static Checkpoint Read(string path) => CheckpointFile.Open(path, stream => Read(stream, path));

    /// <summary>Reads a seekable stream from its start; <paramref name="source"/> names it in messages.</summary>
    /// <exception cref="ModelException">As for <see cref="Read(string)"/>.</exception>
    internal static Checkpoint Read(Stream stream, string source)
    {
        var buffer = new byte[HeadBytes];
        var head = buffer.AsSpan(0, stream.ReadAtLeast(buffer, HeadBytes, throwOnEndOfStream: false));
        stream.Position = 0;
        return PyTorchZipReader.Matches(head) ? PyTorchZipReader.Read(stream, source)
            : PyTorchLegacyReader.Matches(head) ? PyTorchLegacyReader.Read(stream, source)
            : SafetensorsReader.Matches(head) ? SafetensorsReader.Read(stream, source)
            : OnnxReader.Matches(head) ? OnnxReader.Read(stream, source)
            : throw (PyTorchTar.Matches(head)
                ? PyTorchTar.Refusal(source)
                : new ModelException($"{source}: is not a PyTorch (.pth, .pt), safetensors or ONNX checkpoint."));
    }
}
