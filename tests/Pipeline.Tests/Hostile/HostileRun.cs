using System.Diagnostics;
using System.Globalization;
using U2Video.Core.Errors;
using U2Video.Core.Imaging;
using U2Video.Core.Inference;
using U2Video.Pipeline.Outputs;

namespace U2Video.Pipeline.Tests.Hostile;

/// <summary>Runs one input through the pipeline, and says what was not as it has to be.</summary>
/// <param name="predictor">The network.</param>
/// <param name="folder">An empty folder.</param>
internal sealed class HostileRun(MaskPredictor predictor, string folder)
{
    private const int LongestMessage = 600;

    // None takes as much as a second by itself; others may use all cores.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(20);

    // With and without times of hundredths of a second, sound, and an encoder that looks ahead.
    private static readonly string[] Outputs = ["out.gif", "out.mp4", "out.mkv"];

    /// <summary>How many were read, and how many refused.</summary>
    public (int Passed, int Refused) Counts { get; private set; }

    /// <summary>Runs it.</summary>
    /// <returns>What was wrong; null for nothing.</returns>
    public async Task<string?> RunAsync(HostileFile file, CancellationToken cancellation)
    {
        var input = Path.Combine(folder, file.Name);
        file.Write(input);
        var output = Path.Combine(folder, Outputs[(Counts.Passed + Counts.Refused) % Outputs.Length]);
        var watch = Stopwatch.StartNew();
        var error = await TryAsync(input, output, cancellation);
        Counts = error is null ? (Counts.Passed + 1, Counts.Refused) : (Counts.Passed, Counts.Refused + 1);
        if (watch.Elapsed > Slow)
        {
            TestContext.Current.TestOutputHelper?.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"{file.Name}: {watch.Elapsed.TotalSeconds:F0} s"));
        }

        var wrong = Judge(file, error, File.Exists(output), watch.Elapsed);

        File.Delete(input);
        File.Delete(output);
        var left = Directory.GetFileSystemEntries(folder);
        wrong ??= left.Length > 0 ? $"left {string.Join(", ", left.Select(Path.GetFileName))}" : null;
        wrong ??= (Frame.AliveCount, Mask.AliveCount) != (0, 0) ? $"left {Frame.AliveCount} frames and {Mask.AliveCount} masks" : null;
        wrong ??= Children.OfThisProcess is { Length: > 0 } children ? $"left processes: {string.Join(", ", children)}" : null;
        return wrong is null ? null : $"{file.Name}: {wrong}";
    }

    private static string? Judge(HostileFile file, Exception? error, bool hasOutput, TimeSpan time) => error switch
    {
        _ when time > Limit => $"took {time.TotalSeconds:F0} s",
        null when !hasOutput => "ended well without an output",
        null => file.Passes == false ? "was read" : null,
        _ when hasOutput => "failed, and left an output",
        U2VideoException when !IsClear(error.Message) => $"unclear: {error.Message}",

        // That a container cannot hold what the clip says is the output's failure.
        U2VideoException when file.Passes is null => null,
        InputException => file.Passes == true ? $"was refused: {error.Message}" : null,
        _ => $"{error}",
    };

    private static bool IsClear(string message) => message.Length is > 0 and < LongestMessage && !message.Any(char.IsControl);

    private async Task<Exception?> TryAsync(string input, string output, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Limit * 2);
        try
        {
            await new VideoPipeline(predictor).RunAsync(
                new PipelineOptions { Input = input, Outputs = [new MaskOutput { Path = output }] }, progress: null, limit.Token);
            return null;
        }
        catch (Exception error)
        {
            return error;
        }
    }
}
