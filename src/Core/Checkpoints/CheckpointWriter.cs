using TorchSharp;
using U2Video.Core.Checkpoints.Onnx;
using U2Video.Core.Checkpoints.PyTorch;
using U2Video.Core.Checkpoints.Safetensors;
using U2Video.Core.Checkpoints.StateDicts;
using U2Video.Core.Errors;
using U2Video.Core.Networks;

namespace U2Video.Core.Checkpoints;

/// <summary>Writes weights files; the extension chooses the format.</summary>
internal static class CheckpointWriter
{
    /// <summary>Writes a file that appears complete or not at all.</summary>
    /// <param name="path">The file to make or replace.</param>
    /// <param name="stateDict">The network's parameters by the official names; not folded.</param>
    /// <param name="variant">The network's widths and wiring: its code gives the names in the file.</param>
    /// <param name="metadata">The descriptive entries.</param>
    /// <param name="precision"><c>Float32</c>, or <c>Float16</c> for half the size.</param>
    /// <exception cref="UsageException">
    /// The extension belongs to no format that can be written, or the format does not have this precision.
    /// </exception>
    /// <exception cref="U2VideoException">The file cannot be written.</exception>
    public static void Write(
        string path,
        IReadOnlyDictionary<string, torch.Tensor> stateDict,
        U2NetVariant variant,
        IReadOnlyDictionary<string, string> metadata,
        torch.ScalarType precision)
    {
        Check(path, precision);
        using var scope = torch.NewDisposeScope();
        switch (Path.GetExtension(path).ToLowerInvariant())
        {
            case ".safetensors":
                SafetensorsWriter.Write(path, StateDictNames.InFile(stateDict, variant), metadata, precision);
                break;
            case ".pth" or ".pt":
                PyTorchZipWriter.Write(path, StateDictNames.InFile(stateDict, variant), metadata, precision);
                break;
            default:
                OnnxWriter.Write(path, variant, stateDict, metadata);
                break;
        }
    }

    /// <summary>Checks whether such a file can be written, before there is a model.</summary>
    /// <exception cref="UsageException">As for <see cref="Write"/>.</exception>
    public static void Check(string path, torch.ScalarType precision)
    {
        if (precision is not (torch.ScalarType.Float32 or torch.ScalarType.Float16))
        {
            throw new ArgumentException($"Weights are written as Float32 or Float16, not as {precision}.", nameof(precision));
        }

        switch (Path.GetExtension(path).ToLowerInvariant())
        {
            case ".safetensors" or ".pth" or ".pt":
            case ".onnx" when precision == torch.ScalarType.Float32:
                break;
            case ".onnx":
                throw new UsageException($"{path}: ONNX is written only in full precision; use fp32, or .safetensors for half precision.");
            default:
                throw new UsageException($"{path}: the extension belongs to no known format; use .safetensors, .pth, .pt or .onnx.");
        }
    }
}
