using System.CommandLine;
using U2Video.Cli.Commands.Models;
using U2Video.Cli.Help;

namespace U2Video.Cli.Commands.Planning;

/// <summary><c>u2video plan</c>: how many parts a clip or a folder is worth, and a script that runs them on a farm.</summary>
internal static class PlanCommand
{
    public static Command Create(ModelSource models, TextWriter output, TextWriter error)
    {
        var options = new PlanOptions();
        var command = new Command(
            "plan",
            "Write a script that makes parts on many machines; it takes all options of a run, and figures go to stderr.");
        command.AddExamples(
            "u2video plan film.mp4 --cutout film.webm | bash              submit it to Slurm from here",
            "u2video plan film.mp4 --cutout film.webm --for parallel --parts 8 > film.sh",
            "u2video plan clips/ --mask masks/ --for kubernetes --image farm/u2video --volume media:/mnt/media");
        options.AddTo(command);
        command.SetAction((parsed, cancellation) => RunAsync(options, parsed, models, output, error, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(
        PlanOptions options, ParseResult parsed, ModelSource models, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        FarmWork work = options.Folder(parsed) is { } folder
            ? await FolderWork.FindAsync(folder, cancellation).ConfigureAwait(false)
            : await ClipWork.FindAsync(options.Clip(parsed), cancellation).ConfigureAwait(false);
        try
        {
            return await PlanAsync(work, options, parsed, models, output, error, cancellation).ConfigureAwait(false);
        }
        catch
        {
            work.Discard();
            throw;
        }
    }

    private static async Task<int> PlanAsync(
        FarmWork work, PlanOptions options, ParseResult parsed, ModelSource models, TextWriter output, TextWriter error,
        CancellationToken cancellation)
    {
        var (parts, given) = (options.Parts(parsed), options.Speed(parsed));

        // Tells what is missing before anything is measured.
        _ = options.Script(parsed, Job(1));
        var machine = given
            ?? await PlanMeasurement.TakeAsync(work.Sample, options.Run, parsed, models, error, cancellation).ConfigureAwait(false);
        var costs = await work.CostsAsync(machine, cancellation).ConfigureAwait(false);
        var count = Math.Min(parts ?? PartCount.Choose(work.Frames, costs), work.MostParts);
        var plan = new PartPlan(count, work.Frames, work.LargestFrames(count), costs);
        foreach (var line in PlanText.Lines(work.Name, plan, isMeasured: given is null))
        {
            await error.WriteLineAsync(line).ConfigureAwait(false);
        }

        await output.WriteAsync(options.Script(parsed, Job(count))).ConfigureAwait(false);
        return ExitCode.Success;

        FarmJob Job(int number) => new(options.Program(parsed), options.Words(parsed), number)
        {
            Name = work.Name,
            Folder = Directory.GetCurrentDirectory(),
            Joined = work.Joined,
            Overwrites = options.Run.Overwrites(parsed),
        };
    }
}
