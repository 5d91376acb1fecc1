using System.CommandLine;
using U2Video.Cli.Progress;
using U2Video.Core.Errors;
using U2Video.Pipeline;
using U2Video.Pipeline.Outputs;
using U2Video.Pipeline.Parts;

namespace U2Video.Cli.Commands.Processing;

/// <summary>Many files in, a folder for each output out. What fails is left out and reported at the end.</summary>
/// <param name="folder">Where the files are.</param>
/// <param name="output">What is made of each.</param>
/// <param name="parsed">The command line.</param>
/// <param name="complete">Adds the options that are the same for all files.</param>
internal sealed class FolderRun(
    InputFolder folder, OutputOptions output, ParseResult parsed, Func<PipelineOptions, PipelineOptions> complete)
{
    private readonly HashSet<string> _made = [];
    private readonly List<string> _failures = [];
    private int _done;
    private int _skipped;
    private bool _dropsPlays;

    /// <summary>How many files are processed at the same time.</summary>
    public required int Jobs { get; init; }

    /// <summary>Whether outputs that exist are left as they are.</summary>
    public bool SkipsExisting { get; init; }

    /// <summary>Whether new files are waited for until the run is cancelled.</summary>
    public bool Watches { get; init; }

    /// <summary>Which part of the files this run makes; null: all files.</summary>
    public ClipPart? Share { get; init; }

    /// <summary>The folder as the user calls it.</summary>
    public string Name => folder.Name;

    /// <summary>The files that this run makes, by name.</summary>
    public IReadOnlyList<string> Files =>
        Share is { } part ? FolderShare.Of(FolderShare.Sized(folder.Files()), part) : folder.Files();

    /// <summary>Checks what can be checked before the network is opened.</summary>
    /// <exception cref="UsageException">Options do not go together, an output is not a folder, or two files would become one.</exception>
    /// <exception cref="InputException">The folder holds nothing that can be read.</exception>
    public void Check()
    {
        if (output.UsesStreams(parsed))
        {
            throw new UsageException($"{folder.Name}: holds many files, and a stream takes one; name folders for the outputs.");
        }

        if (Share is not null && Watches)
        {
            throw new UsageException($"--part: shares out the files that are there, and --watch waits for others; give one of them.");
        }

        if (SkipsExisting && output.Overwrites(parsed))
        {
            throw new UsageException("--skip-existing and --overwrite: contradict one another; give one of them.");
        }

        // Here no output is a stream, whose format would have to be given.
        output.CheckThatFormatIsUsed(parsed, []);
        folder.LeaveOut(output.Names(parsed), Watches);
        var files = folder.Files();
        if (files.Count == 0 && !Watches)
        {
            throw new InputException($"{folder.Name}: holds no pictures or clips.");
        }

        // Where no file is there yet, any name shows whether the options can be used.
        var tasks = (files.Count > 0 ? files : [Path.Combine(folder.Root, "any.png")]).Select(Task).ToList();
        _dropsPlays = Watches || tasks.Exists(IsPlayed);
        tasks = tasks.ConvertAll(WithPlays);
        tasks.ForEach(task => task.Validate());
        var twice = tasks.SelectMany(Made).GroupBy(path => path).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null)
        {
            throw new UsageException($"{twice.Key}: would be made of two files; give each output a folder of its own.");
        }
    }

    /// <summary>What is made of a file.</summary>
    public PipelineOptions TaskOf(string file) => WithPlays(Task(file));

    private static bool IsPlayed(PipelineOptions task) => task.Outputs.Any(output => output.IsAnimation);

    /// <summary>Works through the files.</summary>
    /// <exception cref="U2VideoException">Some failed; the others are made.</exception>
    /// <exception cref="InterruptedRunException">It was cancelled; what was complete is made.</exception>
    public async Task RunAsync(VideoPipeline pipeline, RunDisplay display, TextWriter error, CancellationToken cancellation)
    {
        var files = Files;
        var total = Watches ? (int?)null : files.Count;
        using var watch = new FolderWatch(folder);
        if (Watches)
        {
            display.Notice($"{folder.Name}: waiting for files; Ctrl-C ends.");
        }

        try
        {
            await Parallel.ForEachAsync(
                Watches ? watch.FilesAsync(cancellation) : files.ToAsyncEnumerable(),
                new ParallelOptions { MaxDegreeOfParallelism = Jobs, CancellationToken = cancellation },
                async (file, stop) =>
                {
                    var failure = await MakeAsync(pipeline, file, stop).ConfigureAwait(false);
                    Report(failure ?? file, failure is not null, total, display);
                }).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            throw new InterruptedRunException(
                $"interrupted; {Count(_done - _failures.Count)} made, {_failures.Count} failed, and nothing was left of the others.");
        }

        if (Share is { } part && total == 0)
        {
            display.Notice($"{folder.Name}: part {part} has no file.");
        }

        if (_skipped > 0)
        {
            display.Notice($"{folder.Name}: {Count(_skipped)} left out because all outputs exist.");
        }

        if (_failures.Count > 0)
        {
            _failures.ForEach(error.WriteLine);
            throw new U2VideoException(_failures.Count == total
                ? $"all {total} files failed; nothing is made."
                : $"{_failures.Count} of {total} files failed; the others are made.");
        }
    }

    private static string Count(int files) => files == 1 ? "1 file is" : $"{files} files are";

    // Most errors begin with the file; some are about an option that does not suit it.
    private static string Named(string file, string failure) =>
        failure.Contains(file, StringComparison.Ordinal) ? failure : $"{file}: {failure}";

    // What went wrong; null where nothing did.
    private async Task<string?> MakeAsync(VideoPipeline pipeline, string file, CancellationToken cancellation)
    {
        try
        {
            var task = TaskOf(file);
            if (SkipsExisting)
            {
                if (Made(task).All(File.Exists))
                {
                    Interlocked.Increment(ref _skipped);
                    return null;
                }

                task = task with { Outputs = [.. task.Outputs.Where(made => !File.Exists(made.Path))] };
            }

            foreach (var made in Made(task))
            {
                Claim(made);
                Directory.CreateDirectory(Path.GetDirectoryName(made)!);
            }

            await pipeline.RunAsync(task, progress: null, cancellation).ConfigureAwait(false);
            return null;
        }
        catch (Exception reason) when (reason is U2VideoException or IOException or UnauthorizedAccessException)
        {
            return Named(file, reason is U2VideoException known ? known.Say(OptionNames.Of) : reason.Message);
        }
    }

    // Files that come later may have names that become the same as those of others.
    private void Claim(string made)
    {
        lock (_made)
        {
            if (!_made.Add(made) && !Watches)
            {
                throw new UsageException($"{made}: would be made of two files; give each output a folder of its own.");
            }
        }
    }

    private void Report(string line, bool isFailure, int? total, RunDisplay display)
    {
        lock (_failures)
        {
            _done++;
            display.Notice(total is null ? $"{_done} {line}" : $"{_done}/{total} {line}");
            if (isFailure)
            {
                _failures.Add(line);
            }
        }
    }

    // Some of the files are animations and others not. If none is, the first one says so.
    private PipelineOptions WithPlays(PipelineOptions task) => _dropsPlays && !IsPlayed(task) ? task with { Plays = null } : task;

    private PipelineOptions Task(string file) => complete(new PipelineOptions
    {
        Input = file,
        Outputs = output.Outputs(parsed, isRaw: false, (made, name) => Place(file, name, FileName(file, made))),
        Matte = output.Matte(parsed) is { } name ? Place(file, name, Path.GetFileNameWithoutExtension(file) + ".matte") : null,
    });

    private static IEnumerable<string> Made(PipelineOptions task) =>
        [.. task.Outputs.Select(output => output.Path!), .. task.Matte is { } matte ? [matte] : Array.Empty<string>()];

    private string Place(string file, string name, string made) =>
        Path.HasExtension(name) && !Directory.Exists(name)
            ? throw new UsageException(
                $"{name}: looks like a file, and {folder.Name} holds many; name a folder: {Path.ChangeExtension(name, null)}/.")
            : Path.Combine(name, folder.Below(file), made);

    private string FileName(string file, MediaOutput made)
    {
        var own = Path.GetExtension(file).ToLowerInvariant();
        var extension = made is SheetOutput ? ".png"
            : output.Format(parsed) is { } format ? "." + format.TrimStart('.')
            : own is ".gif" or ".exr" ? own
            : InputFolder.IsPicture(file) ? ".png"
            : made is CutoutOutput ? ".webm"
            : ".mp4";
        return Path.GetFileNameWithoutExtension(file) + extension;
    }
}
