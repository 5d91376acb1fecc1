using System.Diagnostics;
using U2Video.Core.Models.Registry;

namespace U2Video.Cli.Tests;

public sealed class SpeedOptionsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("u2video-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_clip_is_masked_at_its_own_shape_by_one_thread()
    {
        var clip = Path.Combine(_folder, "clip.gif");
        using (var ffmpeg = Process.Start("ffmpeg", ["-v", "error", "-f", "lavfi", "-i", "testsrc2=s=96x48:r=5:d=0.4", clip]))
        {
            await ffmpeg.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var threads = TorchSharp.torch.get_num_threads();
        try
        {
            var run = await RunAsync(
                clip, "--combined", Path.Combine(_folder, "out.gif"), "--size", "auto", "--threads", "1", "--precision", "fp32");

            Assert.Equal((0, ""), (run.Code, run.Output));
            Assert.Equal(1, ThreadsOfANewThread());
        }
        finally
        {
            TorchSharp.torch.set_num_threads(threads);
        }
    }

    [Theory]
    [InlineData("--threads", "0")]
    [InlineData("--threads", "many")]
    [InlineData("--precision", "fp8")]
    [InlineData("--precision", "fp16")]
    [InlineData("--size", "wide")]
    [InlineData("--size", "64x16")]
    [InlineData("--size", "5000")]
    public async Task A_value_that_cannot_be_used_is_named_in_one_line(string option, string value)
    {
        var run = await RunAsync("eval", "--data", _folder, "--device", "cpu", option, value);

        Assert.Equal(ExitCode.WrongUsage, run.Code);
        Assert.Contains(value == "64x16" ? "16" : value, run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
    }

    // A thread that has asked once keeps its answer; the network's own is new when a model is opened.
    private static int ThreadsOfANewThread()
    {
        var count = 0;
        var asking = new Thread(() => count = TorchSharp.torch.get_num_threads());
        asking.Start();
        asking.Join();
        return count;
    }

    private static Task<ProgramRun> RunAsync(params string[] arguments) => ProgramRun.StartAsync(ModelRegistry.Default, arguments);
}
