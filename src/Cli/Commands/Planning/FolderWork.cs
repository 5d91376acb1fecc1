using U2Video.Cli.Commands.Processing;
using U2Video.Core.Errors;
using U2Video.Pipeline;
using U2Video.Pipeline.Decoding;

namespace U2Video.Cli.Commands.Planning;

/// <summary>The files of a folder, which are shared out among the parts.</summary>
internal sealed class FolderWork : FarmWork
{
    private readonly IReadOnlyDictionary<string, double> _frames;

    private FolderWork(IReadOnlyDictionary<string, double> frames) => _frames = frames;

    /// <summary>Looks at all files.</summary>
    /// <exception cref="U2VideoException">None can be read, or files that come later are asked for.</exception>
    public static async Task<FolderWork> FindAsync(FolderRun folder, CancellationToken cancellation)
    {
        if (folder.Watches)
        {
            throw new UsageException($"{folder.Name}: files that come later cannot be shared out; leave out --watch.");
        }

        var files = folder.Files;
        var frames = new Dictionary<string, double>();
        await Parallel.ForEachAsync(files, cancellation, async (file, stop) =>
        {
            var count = InputFolder.IsPicture(file) ? 1 : await FramesAsync(folder.TaskOf(file), stop).ConfigureAwait(false);
            lock (frames)
            {
                frames[file] = count;
            }
        }).ConfigureAwait(false);

        if (frames.Values.Sum() == 0)
        {
            throw new InputException($"{folder.Name}: holds no clip that can be read.");
        }

        return new FolderWork(frames)
        {
            Name = NameOf(folder.Name),
            Sample = folder.TaskOf(frames.MaxBy(file => file.Value).Key),
            Frames = frames.Values.Sum(),
            MostParts = files.Count,
        };
    }

    /// <inheritdoc/>
    public override double LargestFrames(int parts) =>
        FolderShare.All(FolderShare.Sized(_frames.Keys), parts).Max(share => share.Sum(file => _frames[file]));

    /// <inheritdoc/>
    public override Task<PartCosts> CostsAsync(PlanMeasurement machine, CancellationToken cancellation) =>
        Task.FromResult(new PartCosts(machine.FramesPerSecond, machine.StartSeconds, SeekSeconds: 0, OverlapFrames: 0));

    // A file that cannot be read, or does not say how long it is, fails in its part or takes a time that nobody knows.
    private static async Task<double> FramesAsync(PipelineOptions task, CancellationToken cancellation)
    {
        try
        {
            var media = await MediaProbe.ReadFileAsync(task.Input.Name, task.VideoStream, cancellation).ConfigureAwait(false);
            return task.Range.FramesOf(media) ?? 0;
        }
        catch (InputException)
        {
            return 0;
        }
    }
}
