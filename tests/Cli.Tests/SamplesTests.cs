using System.Diagnostics;
using OpenCvSharp;

namespace U2Video.Cli.Tests;

/// <summary>The programs in samples do what their first lines say.</summary>
public sealed class SamplesTests : IDisposable
{
    private const int Frames = 3;
    private const int FrameBytes = 64 * 48;

    private readonly string _folder = Directory.CreateTempSubdirectory("u2video-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_file_becomes_a_cut_out_and_a_comparison()
    {
        CommandLineTests.Ffmpeg("-f", "lavfi", "-i", "testsrc2=s=64x48:r=3:d=1", At("in.gif"));

        await RunAsync("MatteFile", $"{At("in.gif")} {At("cut.webm")} {At("both.gif")}");

        Assert.True(new FileInfo(At("cut.webm")).Length > 0 && new FileInfo(At("both.gif")).Length > 0);
    }

    [Fact]
    public async Task Frames_become_mattes_one_by_one_or_together()
    {
        CommandLineTests.Ffmpeg("-f", "lavfi", "-i", "testsrc2=s=64x48:r=3:d=1", "-f", "rawvideo", "-pix_fmt", "rgb24", At("in.rgb"));

        await RunAsync("MatteFrames", $"{At("in.rgb")} 64 48 {At("together.gray")}");
        await RunAsync("MatteLive", $"64 48 < {At("in.rgb")} > {At("live.gray")}");

        Assert.Equal(Frames * FrameBytes, new FileInfo(At("together.gray")).Length);
        Assert.Equal(Frames * FrameBytes, new FileInfo(At("live.gray")).Length);
    }

    [Fact]
    public async Task A_model_is_trained_and_measured()
    {
        foreach (var folder in new[] { "images", "masks" })
        {
            Directory.CreateDirectory(At($"data/{folder}"));
            for (var i = 0; i < 5; i++)
            {
                using var picture = new Mat(32, 32, MatType.CV_8UC1, Scalar.Black);
                Cv2.Circle(picture, new Point(10 + i, 16), 7, Scalar.White, thickness: -1);
                picture.SaveImage(At($"data/{folder}/{i}.png"));
            }
        }

        var output = await RunAsync("TrainModel", $"{At("data")} {At("mine.safetensors")}");

        Assert.Matches(@"^IoU [01]\.\d{3}, MAE [01]\.\d{3}\n$", output);
        Assert.True(File.Exists(At("mine/report.html")));
    }

    private string At(string name) => Path.Combine(_folder, name);

    private static async Task<string> RunAsync(string sample, string arguments)
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        var program = Path.Combine(here.Parent!.Parent!.FullName, sample, here.Name, $"U2Net.Video.Samples.{sample}");
        Assert.SkipUnless(File.Exists(program), $"{program} is not built; the whole solution is needed.");
        using var process = Process.Start(new ProcessStartInfo("bash", ["-c", $"'{program}' {arguments}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, await error);
        return await output;
    }
}
