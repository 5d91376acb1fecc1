using System.Globalization;
using U2Video.Core.Errors;
using U2Video.Core.Torch;
using static TorchSharp.torch;

namespace U2Video.Core.Inference;

/// <summary>Finds the device that a user asks for.</summary>
public static class ComputeDevice
{
    private static readonly PropertyName Named = PropertyName.Of<Device>();

    /// <summary>Parses and checks <c>auto</c>, <c>cpu</c>, <c>cuda</c> or <c>cuda:N</c>.</summary>
    /// <returns>
    /// The device; for <c>auto</c>, CUDA if it is available and otherwise the CPU. An explicit device is never replaced by another.
    /// </returns>
    /// <exception cref="UsageException">The name is none of these.</exception>
    /// <exception cref="DeviceException">The device is not available.</exception>
    public static Device Resolve(string name)
    {
        switch (name.ToLowerInvariant())
        {
            case "auto":
                return CudaDeviceCount() > 0 ? CUDA : CPU;
            case "cpu":
                return CPU;
            case "cuda":
                return Cuda(0);
            case var text when text.StartsWith("cuda:", StringComparison.Ordinal)
                && int.TryParse(text["cuda:".Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var index):
                return Cuda(index);
            default:
                throw new UsageException($"{Named} {name}: there are auto, cpu, cuda and cuda:N.");
        }
    }

    /// <summary>How many CUDA devices this process can use.</summary>
    public static int CudaDeviceCount() => cuda.is_available() ? cuda.device_count() : 0;

    private static Device Cuda(int index)
    {
        var count = CudaDeviceCount();
        return index < count ? new Device(TorchSharp.DeviceType.CUDA, index)
            : count > 0 ? throw new DeviceException($"{Named} cuda:{index}: there are {count} CUDA devices, numbered from 0.")
            : throw new DeviceException(
                $"{Named} cuda: no CUDA device can be used: this libtorch has no CUDA, or the driver finds no GPU. Use {Named} cpu, or "
                + $"{TorchLibrary.Variable}=…/torch/lib of a PyTorch with CUDA, or build with -p:TorchBackend=cuda.");
    }
}
