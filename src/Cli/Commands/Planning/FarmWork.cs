using System.CommandLine;
using U2Video.Cli.Commands.Processing;
using U2Video.Core.Errors;
using U2Video.Pipeline;
using U2Video.Pipeline.Decoding;
using U2Video.Pipeline.Media;

namespace U2Video.Cli.Commands.Planning;

/// <summary>What there is to do: the frames of a clip, or the files of a folder.</summary>
internal sealed class FarmWork
{
    private readonly Func<int, double> _largest;

    private FarmWork(string name, PipelineOptions sample, double frames, Func<int, double> largest) =>
        (Name, Sample, Frames, _largest) = (name, sample, frames, largest);

    /// <summary>The input's name, without its folder.</summary>
    public string Name { get; }

    /// <summary>A task that stands for all in a measurement.</summary>
    public PipelineOptions Sample { get; }

    /// <summary>How many frames there are.</summary>
    public double Frames { get; }

    /// <summary>More parts than these would have nothing to do.</summary>
    public int MostParts { get; private init; } = int.MaxValue;

    /// <summary>Seconds to hash the input, which each part does.</summary>
    public double InputSeconds { get; private init; }

    /// <summary>Frames that a part reads beside its own.</summary>
    public double OverlapFrames { get; private init; }

    /// <summary>The outputs that are put together of parts.</summary>
    public IReadOnlyList<string> Joined { get; private init; } = [];

    /// <summary>The frames of the part with the most.</summary>
    public double LargestFrames(int parts) => _largest(parts);

    /// <summary>Looks at the input.</summary>
    /// <exception cref="U2VideoException">Input or options cannot be used.</exception>
    public static async Task<FarmWork> FindAsync(ProcessOptions options, ParseResult parsed, CancellationToken cancellation)
    {
        if (options.Part(parsed) is not null)
        {
            throw new UsageException($"--part: the plan's script gives a part to each task; leave it out.");
        }

        if (options.Folder(parsed) is { } folder)
        {
            if (folder.Watches)
            {
                throw new UsageException($"{folder.Name}: files that come later cannot be shared out; leave out --watch.");
            }

            return await OfFolderAsync(folder, cancellation).ConfigureAwait(false);
        }

        var task = options.Single(parsed);
        var frames = await FramesAsync(task, cancellation).ConfigureAwait(false);
        return new FarmWork(NameOf(task.Input.Name), task, frames, parts => Math.Ceiling(frames / parts))
        {
            MostParts = (int)Math.Min(frames, int.MaxValue),
            InputSeconds = task.Input is FileSource file
                ? await PlanMeasurement.InputSecondsAsync(file.Path, cancellation).ConfigureAwait(false)
                : 0,
            OverlapFrames = PlanMeasurement.OverlapFrames(task.Smoothing),
            Joined = [.. task.Outputs.Select(output => output.Path!)],
        };
    }

    private static async Task<FarmWork> OfFolderAsync(FolderRun folder, CancellationToken cancellation)
    {
        var files = folder.Files;
        var frames = new Dictionary<string, double>();
        await Parallel.ForEachAsync(files, cancellation, async (file, stop) =>
        {
            var count = InputFolder.IsPicture(file) ? 1 : await FramesOrNoneAsync(folder.TaskOf(file), stop).ConfigureAwait(false);
            lock (frames)
            {
                frames[file] = count;
            }
        }).ConfigureAwait(false);

        if (frames.Values.Sum() == 0)
        {
            throw new InputException($"{folder.Name}: holds no clip that can be read.");
        }

        var largest = files.MaxBy(file => new FileInfo(file).Length)!;
        return new FarmWork(
            NameOf(folder.Name),
            folder.TaskOf(largest),
            frames.Values.Sum(),
            parts => FolderShare.All(FolderShare.Sized(files), parts).Max(share => share.Sum(file => frames[file])))
        {
            MostParts = files.Count,
        };
    }

    private static string NameOf(string path) => Path.GetFileName(Path.TrimEndingDirectorySeparator(path));

    // A file that cannot be read fails in its part and costs next to nothing.
    private static async Task<double> FramesOrNoneAsync(PipelineOptions task, CancellationToken cancellation)
    {
        try
        {
            return await FramesAsync(task, cancellation).ConfigureAwait(false);
        }
        catch (InputException)
        {
            return 0;
        }
    }

    private static async Task<double> FramesAsync(PipelineOptions task, CancellationToken cancellation)
    {
        var source = await FrameSources.OpenAsync(task.Input, task.Decoding, keepSound: false, cancellation).ConfigureAwait(false);
        await using (source.ConfigureAwait(false))
        {
            return task.Range.FramesOf(source.Media)
                ?? throw new InputException($"{source.Media.Name}: does not say how long it is; copy it into an .mkv or .mp4 first.");
        }
    }
}
