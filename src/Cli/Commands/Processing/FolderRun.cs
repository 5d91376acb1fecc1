using System.CommandLine;
using U2Video.Cli.Progress;
using U2Video.Core.Errors;
using U2Video.Pipeline;
using U2Video.Pipeline.Outputs;

namespace U2Video.Cli.Commands.Processing;

/// <summary>Many files in, a folder for each output out. What fails is left out and reported at the end.</summary>
/// <param name="name">The folder or the pattern.</param>
/// <param name="files">The files, by name.</param>
internal sealed class FolderRun(string name, IReadOnlyList<string> files)
{
    private static readonly HashSet<string> Pictures =
        new([".png", ".jpg", ".jpeg", ".webp", ".bmp", ".tif", ".tiff", ".avif", ".heic", ".heif"], StringComparer.OrdinalIgnoreCase);

    private static readonly HashSet<string> Clips = new(
        [
            ".mp4", ".m4v", ".mov", ".mkv", ".webm", ".avi", ".gif", ".apng", ".mpg", ".mpeg", ".ts", ".m2ts", ".mts", ".wmv", ".flv",
            ".3gp", ".ogv", ".y4m", ".nut",
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Reads a name as a folder or a pattern; null where it is a single input.</summary>
    /// <exception cref="InputException">There is nothing in it.</exception>
    public static FolderRun? Of(string name)
    {
        if (InputOptions.IsAddress(name))
        {
            return null;
        }

        var isPattern = !File.Exists(name) && Path.GetFileName(name).AsSpan().ContainsAny('*', '?');
        var folder = isPattern ? Path.GetDirectoryName(Path.GetFullPath(name))! : name;
        if (!Directory.Exists(folder))
        {
            return isPattern ? throw new InputException($"{name}: the folder does not exist.") : null;
        }

        var files = Directory.EnumerateFiles(folder, isPattern ? Path.GetFileName(name) : "*")
            .Where(file => Pictures.Contains(Path.GetExtension(file)) || Clips.Contains(Path.GetExtension(file)))
            .Order(StringComparer.Ordinal)
            .ToArray();
        return files.Length > 0 ? new FolderRun(name, files) : throw new InputException($"{name}: holds no pictures or clips.");
    }

    /// <summary>What is made of each file.</summary>
    /// <exception cref="UsageException">An output is not a folder, or two files would become one.</exception>
    public List<PipelineOptions> Options(OutputOptions output, ParseResult parsed, Func<PipelineOptions, PipelineOptions> complete)
    {
        if (output.UsesStreams(parsed))
        {
            throw new UsageException($"{name}: holds {files.Count} files, and a stream takes one; name folders for the outputs.");
        }

        var tasks = files.Select(file => complete(new PipelineOptions
        {
            Input = file,
            Outputs = output.Outputs(parsed, isRaw: false, (made, folder) => Place(file, made, folder, output.Format(parsed))),
        })).ToList();
        var twice = tasks.SelectMany(task => task.Outputs).GroupBy(made => made.Path).FirstOrDefault(group => group.Count() > 1);
        return twice is null
            ? WithPlays(tasks)
            : throw new UsageException($"{twice.Key}: would be made of two files; give each output a folder of its own.");
    }

    // Some of the files are animations and others not. If none is, the first one says so.
    private static List<PipelineOptions> WithPlays(List<PipelineOptions> tasks) => tasks.Exists(IsPlayed)
        ? tasks.ConvertAll(task => IsPlayed(task) ? task : task with { Plays = null })
        : tasks;

    private static bool IsPlayed(PipelineOptions task) => task.Outputs.Any(output => output.IsAnimation);

    /// <summary>Works through the files.</summary>
    /// <exception cref="U2VideoException">Some failed; the others are made.</exception>
    public static async Task RunAsync(
        VideoPipeline pipeline,
        IReadOnlyList<PipelineOptions> tasks,
        int jobs,
        RunDisplay display,
        TextWriter error,
        CancellationToken cancellation)
    {
        var (done, failures) = (0, new List<string>());
        await Parallel.ForEachAsync(
            tasks,
            new ParallelOptions { MaxDegreeOfParallelism = jobs, CancellationToken = cancellation },
            async (task, stop) =>
            {
                string? failure = null;
                try
                {
                    foreach (var made in task.Outputs)
                    {
                        Directory.CreateDirectory(Path.GetDirectoryName(made.Path)!);
                    }

                    await pipeline.RunAsync(task, progress: null, stop).ConfigureAwait(false);
                }
                catch (Exception reason) when (reason is U2VideoException or IOException or UnauthorizedAccessException)
                {
                    failure = Named(task, reason is U2VideoException known ? known.Say(OptionNames.Of) : reason.Message);
                }

                lock (failures)
                {
                    done++;
                    display.Notice($"{done}/{tasks.Count} {failure ?? task.Input.Name}");
                    if (failure is not null)
                    {
                        failures.Add(failure);
                    }
                }
            }).ConfigureAwait(false);

        if (failures.Count > 0)
        {
            failures.ForEach(error.WriteLine);
            throw new U2VideoException(failures.Count == tasks.Count
                ? $"all {tasks.Count} files failed; nothing is made."
                : $"{failures.Count} of {tasks.Count} files failed; the others are made.");
        }
    }

    // Most errors begin with the file; some are about an option that does not suit it.
    private static string Named(PipelineOptions task, string failure) =>
        failure.Contains(task.Input.Name, StringComparison.Ordinal) ? failure : $"{task.Input.Name}: {failure}";

    private string Place(string file, MediaOutput output, string folder, string? format) =>
        Path.HasExtension(folder) && !Directory.Exists(folder)
            ? throw new UsageException(
                $"{folder}: looks like a file, and {name} holds {files.Count}; name a folder: {Path.ChangeExtension(folder, null)}/.")
            : Path.Combine(folder, FileName(file, output, format));

    private static string FileName(string file, MediaOutput output, string? format)
    {
        var extension = format is not null ? "." + format.TrimStart('.')
            : Pictures.Contains(Path.GetExtension(file)) ? ".png"
            : Path.GetExtension(file).Equals(".gif", StringComparison.OrdinalIgnoreCase) ? ".gif"
            : output is CutoutOutput ? ".webm"
            : ".mp4";
        return Path.GetFileNameWithoutExtension(file) + extension;
    }
}
