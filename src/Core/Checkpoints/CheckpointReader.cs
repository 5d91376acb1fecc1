using U2Video.Core.Checkpoints.Onnx;
using U2Video.Core.Checkpoints.PyTorch;
using U2Video.Core.Checkpoints.Safetensors;
using U2Video.Core.Errors;

namespace U2Video.Core.Checkpoints;

/// <summary>Reads a weights file of any format that we know, by what stands in it and not by its extension.</summary>
public static class CheckpointReader
{
    private const int HeadBytes = 512;

    /// <summary>Reads a file.</summary>
    /// <exception cref="ModelException">The file is missing, damaged, refused, or of no format that we know.</exception>
    public static Checkpoint Read(string path)
    {
        var head = ReadHead(path);
        return PyTorchZipReader.Matches(head) ? PyTorchZipReader.Read(path)
            : PyTorchLegacyReader.Matches(head) ? PyTorchLegacyReader.Read(path)
            : SafetensorsReader.Matches(head) ? SafetensorsReader.Read(path)
            : OnnxReader.Matches(head) ? OnnxReader.Read(path)
            : throw (PyTorchTar.Matches(head)
                ? PyTorchTar.Refusal(path)
                : new ModelException($"{path}: is no PyTorch (.pth, .pt), safetensors or ONNX checkpoint."));
    }

    private static byte[] ReadHead(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            var head = new byte[HeadBytes];
            return head[..stream.ReadAtLeast(head, HeadBytes, throwOnEndOfStream: false)];
        }
        catch (FileNotFoundException error)
        {
            throw new ModelException($"{path}: no such model file.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ModelException($"{path}: cannot be read ({error.Message.TrimEnd('.')}).", error);
        }
    }
}
