using System.Text.Json;
using U2Video.Core.Models.Registry;
using U2Video.Tests;

namespace U2Video.Cli.Tests.Models;

/// <summary><c>u2video models convert</c> and <c>inspect</c> as a user sees them.</summary>
public sealed class ConvertAndInspectTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("u2video-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_model_is_converted_and_describes_itself()
    {
        var seed = File("seed.pth");
        var onnx = File("official.onnx");
        var toSeed = await RunAsync(
            "models", "convert", Fixtures.Unpack("official_u2netp.pth"), seed, "--wiring", "kimjy99", "--normalize", "none");
        var back = await RunAsync("models", "convert", seed, onnx, "--wiring", "official");

        Assert.Equal((0, "", $"{seed}: u2netp, kimjy99 wiring\n"), (toSeed.Code, toSeed.Output, toSeed.Error));
        Assert.Equal((0, "", $"{onnx}: u2netp, official wiring\n"), (back.Code, back.Output, back.Error));

        var inspected = await RunAsync("models", "inspect", onnx, "--json");
        var json = JsonDocument.Parse(inspected.Output).RootElement;
        Assert.Equal(("ONNX", "u2netp", "official"), (Text("format"), Text("variant"), Text("wiring")));
        Assert.Equal(("rgb", "maximum", "none"), (Text("channel_order"), Text("input_scale"), Text("output_normalization")));
        Assert.Equal(1_131_181, json.GetProperty("parameters").GetInt64());

        string Text(string name) => json.GetProperty(name).GetString()!;
    }

    [Fact]
    public async Task A_model_is_converted_into_a_pipe()
    {
        var (pipe, received) = (File("pipe.safetensors"), File("received.safetensors"));
        using (var make = System.Diagnostics.Process.Start("mkfifo", [pipe]))
        {
            await make.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        using var reader = System.Diagnostics.Process.Start("cp", [pipe, received]);
        var run = await RunAsync("models", "convert", "portrait-lite", pipe);
        await reader.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal((0, "", $"{pipe}: u2netp, official wiring\n"), (run.Code, run.Output, run.Error));
        Assert.Contains("1,131,181 parameters", (await RunAsync("models", "inspect", received)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Folded_batch_normalization_is_restored_with_pictures()
    {
        Directory.CreateDirectory(File("data/images"));
        System.IO.File.Copy(Fixtures.Path("input.png"), File("data/images/one.png"));
        var (folded, restored) = (Fixtures.Unpack("official_u2netp.onnx"), File("restored.safetensors"));

        var first = await RunAsync("models", "convert", folded, restored, "--restore-batchnorm", File("data"));
        var again = await RunAsync("models", "convert", restored, File("twice.safetensors"), "--restore-batchnorm", File("data"));

        Assert.Equal(0, first.Code);
        Assert.Contains("batch normalization restored from 1 pictures", first.Error, StringComparison.Ordinal);
        Assert.Equal((4, ""), (again.Code, again.Output));
        Assert.Contains("nothing to restore", again.Error, StringComparison.Ordinal);
        Assert.False(System.IO.File.Exists(File("twice.safetensors")));
    }

    [Fact]
    public async Task Inspect_is_readable()
    {
        var run = await RunAsync("models", "inspect", Fixtures.Unpack("official_u2netp.pth"));

        Assert.Equal((0, ""), (run.Code, run.Error));
        Assert.All(
            [
                "format      PyTorch\n", "u2netp, official wiring, 1,131,181 parameters", "rgb, divided by the largest value", "minmax",
                "sha256",
            ],
            text => Assert.Contains(text, run.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_wiring_that_is_read_can_be_given()
    {
        var path = File("seed.pth");
        var official = Fixtures.Unpack("official_u2netp.pth");

        var inspected = await RunAsync("models", "inspect", official, "--read-wiring", "kimjy99", "--json");
        var converted = await RunAsync(
            "models", "convert", official, path, "--read-wiring", "seed", "--license", "MIT", "--provenance", "a test");
        var after = await RunAsync("models", "inspect", path, "--json");

        Assert.Equal("kimjy99", JsonDocument.Parse(inspected.Output).RootElement.GetProperty("wiring").GetString());
        Assert.Equal((0, $"{path}: u2netp, kimjy99 wiring\n"), (converted.Code, converted.Error));
        Assert.Equal("kimjy99", JsonDocument.Parse(after.Output).RootElement.GetProperty("wiring").GetString());
        Assert.Equal("MIT", JsonDocument.Parse(after.Output).RootElement.GetProperty("license").GetString());
        Assert.Contains("a test", after.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Text_of_a_file_cannot_paint_the_terminal()
    {
        var path = File("painted.safetensors");
        await RunAsync("models", "convert", "portrait-lite", path, "--license", "a\u202eb\u2028c\u200bd\u001b[2J");

        var run = await RunAsync("models", "inspect", path);

        Assert.Contains("a?b?c?d?[2J", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_built_in_model_can_be_written_as_a_file()
    {
        var path = File("mine.safetensors");

        var run = await RunAsync("models", "convert", "portrait-lite", path, "--save-precision", "fp16", "--size", "224");

        Assert.Equal(0, run.Code);
        Assert.Contains("224 px", (await RunAsync("models", "inspect", path)).Output, StringComparison.Ordinal);
        Assert.InRange(new FileInfo(path).Length, 2_200_000, 2_600_000);
    }

    [Fact]
    public async Task An_existing_file_is_replaced_only_on_demand()
    {
        var path = File("out.onnx");
        await System.IO.File.WriteAllTextAsync(path, "old");

        var refused = await RunAsync("models", "convert", "portrait-lite", path);
        var kept = await System.IO.File.ReadAllTextAsync(path);
        var replaced = await RunAsync("models", "convert", "portrait-lite", path, "--overwrite");

        Assert.Equal((1, "old", 0), (refused.Code, kept, replaced.Code));
        Assert.Contains("--overwrite", refused.Error, StringComparison.Ordinal);
        Assert.NotEqual(3, new FileInfo(path).Length);
    }

    public static TheoryData<int, string[]> Failures => new()
    {
        { 2, ["models", "convert", "portrait-lite"] },
        { 2, ["models", "convert", "portrait-lite", "OUT.xyz"] },
        { 2, ["models", "convert", "portrait-lite", "OUT.onnx", "--precision", "fp16"] },
        { 2, ["models", "convert", "portrait-lite", "OUT.pth", "--mean", "1,2"] },
        { 2, ["models", "convert", "portrait-lite", "OUT.pth", "--std", "1,0,1"] },
        { 2, ["models", "convert", "portrait-lite", "OUT.pth", "--wiring", "both"] },
        { 2, ["models", "convert", "portrait-lite", "OUT.pth", "--size", "7"] },
        { 2, ["models", "inspect", "portrait-lite"] },
        { 4, ["models", "convert", "OUT.pth", "OUT.onnx"] },
        { 4, ["models", "inspect", "OUT.pth"] },
        { 1, ["models", "convert", "portrait-lite", "OUT/no/such.pth"] },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task Failures_are_one_line_and_leave_nothing(int code, string[] arguments)
    {
        var run = await RunAsync(
            [.. arguments.Select(argument => argument.Replace("OUT", Path.Combine(_folder, "out"), StringComparison.Ordinal))]);

        Assert.Equal((code, ""), (run.Code, run.Output));
        Assert.StartsWith(
            "u2video: ", Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_folder));
    }

    private string File(string name) => Path.Combine(_folder, name);

    private static Task<ProgramRun> RunAsync(params string[] arguments) => ProgramRun.StartAsync(ModelRegistry.Default, arguments);
}
