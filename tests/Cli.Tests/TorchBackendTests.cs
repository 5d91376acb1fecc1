using System.Diagnostics;
using System.Text.Json;
using U2Video.Tests;

namespace U2Video.Cli.Tests;

/// <summary>
/// The build switch between CPU and CUDA, by evaluating the project: the CUDA packages are too large to restore in a test.
/// </summary>
public class TorchBackendTests
{
    [Theory]
    [InlineData("cpu", new[] { "TorchSharp", "libtorch-cpu-linux-x64" }, new[] { "TorchSharp-cuda-linux" })]
    [InlineData("cuda", new[] { "TorchSharp-cuda-linux" }, new[] { "TorchSharp", "libtorch-cpu-linux-x64" })]
    public void Chooses_the_packages(string backend, string[] expected, string[] absent)
    {
        var packages = Evaluate(backend);

        Assert.Subset(packages.Keys.ToHashSet(), expected.ToHashSet());
        Assert.Empty(packages.Keys.Intersect(absent));
        Assert.Equal(packages[expected[0]], Evaluate("cpu")["TorchSharp"]);
    }

    // Package names and the versions that central management gives them.
    private static Dictionary<string, string> Evaluate(string backend)
    {
        var project = Path.Combine(Fixtures.Path(""), "..", "..", "src", "Cli", "Cli.csproj");
        using var process = Process.Start(new ProcessStartInfo(
            "dotnet", ["msbuild", project, "-getItem:PackageReference", "-getItem:PackageVersion", $"-p:TorchBackend={backend}"])
        {
            RedirectStandardOutput = true,
        })!;
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);

        var items = JsonDocument.Parse(output).RootElement.GetProperty("Items");
        var versions = Names("PackageVersion").ToDictionary(item => item.Name, item => item.Version);
        return Names("PackageReference").Where(item => versions.ContainsKey(item.Name))
            .ToDictionary(item => item.Name, item => versions[item.Name]);

        IEnumerable<(string Name, string Version)> Names(string kind) => items.GetProperty(kind).EnumerateArray().Select(item =>
            (item.GetProperty("Identity").GetString()!, item.TryGetProperty("Version", out var version) ? version.GetString()! : ""));
    }
}
