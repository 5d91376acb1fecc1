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
            "Write a script that processes a clip or a folder in parts on many machines. It goes to stdout; how many parts there are and how "
                + "long they take goes to stderr. All options of a run are taken too and go into the script: see u2video --help.");
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
        var parts = options.Parts(parsed);
        var speed = options.Speed(parsed);
        var work = await FarmWork.FindAsync(options.Run, parsed, cancellation).ConfigureAwait(false);

        // Tells what is missing before anything is measured.
        _ = options.Script(parsed, Job(1));
        var (framesPerSecond, startSeconds) = speed
            ?? await PlanMeasurement.SpeedAsync(work.Sample, options.Run, parsed, models, error, cancellation).ConfigureAwait(false);
        var costs = new PartCosts(framesPerSecond, startSeconds, work.InputSeconds, work.OverlapFrames);
        var count = Math.Min(parts ?? PartCount.Choose(work.Frames, costs), work.MostParts);
        var plan = new PartPlan(count, work.Frames, work.LargestFrames(count), costs);
        foreach (var line in PlanText.Lines(work.Name, plan, isMeasured: speed is null))
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
        };
    }
}
