using System.Diagnostics;
using System.Text.RegularExpressions;

namespace U2Video.Tests;

/// <summary>
/// Runs tests of this assembly once more, in a process of its own whose garbage is collected after every 64 KiB: what works by luck
/// because collections are rare does not work there.
/// </summary>
internal static partial class SmallHeap
{
    // In hexadecimal, as .NET reads it.
    private const string Generation0Size = "0x10000";

    /// <summary>Fails where a test fails, the process ends in another way, or there is no such test.</summary>
    /// <param name="classes">Names of test classes, <c>*</c> before them.</param>
    public static async Task AssertPassesAsync(params string[] classes)
    {
        var program = Path.ChangeExtension(typeof(SmallHeap).Assembly.Location, null);
        var start = new ProcessStartInfo(program, [.. classes.SelectMany(name => new[] { "-class", name }), "-noLogo", "-noColor"])
        {
            Environment = { ["DOTNET_GCgen0size"] = Generation0Size },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        try
        {
            var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);

            Assert.True(process.ExitCode == 0, $"Ended with {process.ExitCode}:\n{output}{await error}");
            Assert.Matches(SomeTests(), output);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    [GeneratedRegex(@"Total: [1-9]\d*, Errors: 0, Failed: 0,")]
    private static partial Regex SomeTests();
}
