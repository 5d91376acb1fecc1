using System.Globalization;
using U2Video.Core.Fixing;
using U2Video.Pipeline;
using U2Video.Pipeline.Fixing;

namespace U2Video.Cli.Progress;

/// <summary>Shows one run on stderr, as the user wants it: notices, progress and a summary.</summary>
/// <param name="mode">How.</param>
/// <param name="error">Where to.</param>
internal sealed class RunDisplay(ProgressMode mode, TextWriter error)
{
    private readonly JsonProgress _json = new(error);

    /// <summary>What the user should know.</summary>
    public void Notice(string line)
    {
        if (mode == ProgressMode.Json)
        {
            _json.Notice(line);
        }
        else if (mode != ProgressMode.None)
        {
            error.WriteLine(line);
        }
    }

    /// <summary>Runs the work and shows how far it is, and at its end what it took.</summary>
    /// <param name="what">What is made.</param>
    /// <param name="work">The work.</param>
    public async Task ShowAsync(string what, Func<IProgress<PipelineProgress>?, Task<PipelineProgress>> work)
    {
        switch (mode)
        {
            case ProgressMode.Json:
                _json.Done(await work(_json).ConfigureAwait(false));
                break;
            case ProgressMode.None:
                await work(null).ConfigureAwait(false);
                break;
            case ProgressMode.Plain:
                var last = await work(ProgressDisplay.Plain<PipelineProgress>(error, ProgressText.Describe)).ConfigureAwait(false);
                await error.WriteLineAsync(Summary(what, last)).ConfigureAwait(false);
                break;
            default:
                var end = await ProgressDisplay.ShowAsync<PipelineProgress, PipelineProgress>(
                    ProgressDisplay.ConsoleOn(error), ProgressText.Describe, work).ConfigureAwait(false);
                await error.WriteLineAsync(Summary(what, end)).ConfigureAwait(false);
                break;
        }
    }

    /// <summary>Learns from corrected frames and shows how far that is.</summary>
    /// <param name="learn">The work.</param>
    public async Task<FixedClip> LearnAsync(Func<Action<FixProgress>?, Task<FixedClip>> learn)
    {
        FixProgress? last = null;
        var clip = mode switch
        {
            ProgressMode.Json => await learn(step => _json.Report(last = step)).ConfigureAwait(false),
            ProgressMode.None => await learn(null).ConfigureAwait(false),
            ProgressMode.Plain => await Learn(ProgressDisplay.Plain<FixProgress>(error, LearningText.Describe)).ConfigureAwait(false),
            _ => await ProgressDisplay.ShowAsync<FixProgress, FixedClip>(
                ProgressDisplay.ConsoleOn(error), LearningText.Describe, Learn).ConfigureAwait(false),
        };
        Notice(LearningText.Summary(clip, last));
        return clip;

        Task<FixedClip> Learn(IProgress<FixProgress> progress) => learn(step => progress.Report(last = step));
    }

    private static string Live(PipelineProgress end) => end.Latency.Count == 0 ? "" : string.Create(
        CultureInfo.InvariantCulture,
        $"{100 * end.InferredShare:F0} % inferred, {end.DroppedFrames} dropped; "
        + $"delay: {string.Join(", ", end.Latency.Select(Describe))}; ");

    private static string Describe(KeyValuePair<int, TimeSpan> latency) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(latency.Key == 100 ? "at most" : $"{latency.Key} % within")} {latency.Value.TotalMilliseconds:F0} ms");

    private static string Summary(string what, PipelineProgress end)
    {
        var busy = end.Busy.Where(stage => stage.Value > TimeSpan.Zero).ToArray();
        var shares = busy.Select(
            stage => string.Create(CultureInfo.InvariantCulture, $"{stage.Key} {100 * stage.Value / end.Elapsed:F0} %"));
        var reused = end.ReusedFrames > 0 ? $", {end.ReusedFrames} of them with the mask of one that looks the same" : "";
        var stored = end.StoredFrames > 0
            ? $", {end.StoredFrames} of them with a mask of the matte file and {end.InferredFrames} inferred"
            : "";
        var batches = end.ChosenBatchSize is { } size ? $", in batches of {size}," : "";
        var frames = end.Frames == 1 ? "1 frame" : $"{end.Frames} frames";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{what}: {frames}{reused}{stored}{batches} in {end.Elapsed.TotalSeconds:F1} s ({end.FramesPerSecond:F1} fps); "
            + $"{Live(end)}busy: {string.Join(", ", shares)}");
    }
}
