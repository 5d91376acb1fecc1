using System.CommandLine;
using System.Reflection;
using System.Runtime.InteropServices;
using TorchSharp;
using U2Video.Core.Errors;
using U2Video.Core.Inference;
using U2Video.Core.Models;
using U2Video.Core.Torch;
using U2Video.Pipeline.FFmpeg;

namespace U2Video.Cli.Commands;

/// <summary><c>u2video doctor</c>: what is installed and would be used.</summary>
internal static class DoctorCommand
{
    private static string Version =>
        Assembly.GetExecutingAssembly().GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    public static Command Create(TextWriter output)
    {
        var command = new Command("doctor", "Show versions, ffmpeg, devices, threads and the built-in model.");
        command.SetAction(_ =>
        {
            var healthy = true;
            Line("u2video", () => Version);
            Line("system", () => $"{RuntimeInformation.OSDescription}, {RuntimeInformation.FrameworkDescription}");
            Line("ffmpeg", () => $"{FFmpegTools.Version} ({FFmpegTools.Location})");
            Line("libtorch", () => $"{TorchLibrary.Version} ({TorchLibrary.Folder})");
            Line("opencv", () => OpenCvSharp.Cv2.GetVersionString() ?? "unknown");
            Line("devices", () => ComputeDevice.CudaDeviceCount() is > 0 and var count
                ? $"cpu, {string.Join(", ", Enumerable.Range(0, count).Select(index => $"cuda:{index}"))}"
                : "cpu (no CUDA device)");
            Line("threads", () => $"{torch.get_num_threads()} of {Environment.ProcessorCount} processors");
            Line("model", DescribeModel);
            return healthy ? ExitCode.Success : ExitCode.Failed;

            void Line(string name, Func<string> find)
            {
                string found;
                try
                {
                    found = find();
                }
                catch (Exception error) when (error is U2VideoException or TypeInitializationException or DllNotFoundException)
                {
                    healthy = false;
                    found = "NOT USABLE: " + (error.InnerException ?? error).Message.ReplaceLineEndings(" ");
                }

                output.WriteLine($"{name,-10}{found}");
            }
        });
        return command;
    }

    private static string DescribeModel()
    {
        using var model = U2NetModel.LoadEmbedded();
        var about = model.Description;
        return $"built-in portrait model: {about.Variant.Name}, {about.Variant.Wiring.Name} wiring, {about.InputSize} px";
    }
}
