using System.Reflection;
using TorchSharp;
using U2Video.Core.Torch;

namespace U2Video.Cli.Commands.Bench;

/// <summary>What figures depend on.</summary>
/// <param name="Cpu">The processor's name.</param>
/// <param name="Processors">How many the process may use.</param>
/// <param name="Device">Where the network ran: <c>cpu</c>, <c>cuda:0</c>…</param>
/// <param name="Threads">Processors that the network used.</param>
/// <param name="Precision">The numbers that it computed with.</param>
/// <param name="Libtorch">Its version and folder.</param>
/// <param name="Version">The program's.</param>
internal sealed record BenchMachine(
    string Cpu, int Processors, string Device, int Threads, string Precision, string Libtorch, string Version)
{
    private const string ProcessorName = "model name";

    /// <summary>This machine.</summary>
    public static BenchMachine Describe(torch.Device device, Speed speed) => new(
        ReadProcessor(),
        Environment.ProcessorCount,
        device.type == DeviceType.CUDA ? $"cuda:{Math.Max(0, device.index)}" : "cpu",
        speed.Threads ?? torch.get_num_threads(),
        NameOf(speed.Precision, device.type == DeviceType.CUDA),
        $"{TorchLibrary.Version} ({TorchLibrary.Folder})",
        Assembly.GetExecutingAssembly().GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion);

    private static string ReadProcessor() =>
        File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith(ProcessorName, StringComparison.Ordinal)) is { } line
            ? line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim()
            : "unknown processor";

    private static string NameOf(Core.Inference.Precision precision, bool cuda) => precision != Core.Inference.Precision.Auto
        ? precision.ToString().ToLowerInvariant()
        : cuda ? "fp16" : "fp32";
}
