using U2Video.Cli.Progress;
using U2Video.Core.Errors;
using U2Video.Core.Inference;
using U2Video.Pipeline;
using U2Video.Pipeline.Notices;
using U2Video.Pipeline.Parts;

namespace U2Video.Cli.Commands.Parts;

/// <summary>Runs that make parts of a clip.</summary>
internal static class PartRun
{
    /// <summary>Makes one part, unless it is there.</summary>
    public static async Task MakeAsync(
        ClipPart part, PredictorSource network, PipelineOptions task, RunDisplay display, CancellationToken cancellation)
    {
        var made = string.Join(", ", task.Outputs.Select(output => $"part {part} of {output.Path}"));
        using var clip = await PartedClip.OpenAsync(network, task, new Division.Into(part.Count), cancellation).ConfigureAwait(false);
        if (await clip.PrepareAsync(part.Number, cancellation).ConfigureAwait(false) is not { } run)
        {
            display.Notice($"{made}: is there already.");
            return;
        }

        var pipeline = new VideoPipeline(network) { Notice = Show(display) };
        await display.ShowAsync(made, report => pipeline.RunAsync(run, report, cancellation)).ConfigureAwait(false);
    }

    /// <summary>Makes all outputs, except for segments that are there.</summary>
    public static async Task ResumeAsync(
        string made, PredictorSource network, PipelineOptions task, RunDisplay display, CancellationToken cancellation)
    {
        var run = new ResumedRun(network) { Notice = Show(display) };
        try
        {
            await display.ShowAsync(made, report => run.RunAsync(task, report, cancellation)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            throw new InterruptedRunException($"interrupted; {Kept(task)}");
        }
        catch (U2VideoException error) when (error is not UsageException and not InputException && AreKept(task))
        {
            display.Notice(Kept(task));
            throw;
        }
    }

    private static Action<PipelineNotice> Show(RunDisplay display) => notice => display.Notice(NoticeText.Of(notice));

    private static bool AreKept(PipelineOptions task) => task.Outputs.Any(output => new PartFolder(output.Path!).Exists);

    private static string Kept(PipelineOptions task) =>
        $"what is done is kept in {string.Join(", ", task.Outputs.Select(output => new PartFolder(output.Path!).Name))}, "
        + "and the same command continues it.";
}
