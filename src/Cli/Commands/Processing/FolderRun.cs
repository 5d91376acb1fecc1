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
            Outputs = output.Outputs(parsed, isRaw: false, (made, folder) => Place(folder, FileName(file, made, output.Format(parsed)))),
            Matte = output.Matte(parsed) is { } folder ? Place(folder, Path.GetFileNameWithoutExtension(file) + ".matte") : null,
        })).ToList();
        var twice = tasks.SelectMany(Made).GroupBy(path => path).FirstOrDefault(group => group.Count() > 1);
        return twice is null
            ? tasks
            : throw new UsageException($"{twice.Key}: would be made of two files; give each output a folder of its own.");
    }

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
        if (jobs is < 1 or > 64)
        {
            throw new UsageException($"--jobs {jobs}: give 1 to 64.");
        }

        var (done, failures) = (0, new List<string>());
        await Parallel.ForEachAsync(
            tasks,
            new ParallelOptions { MaxDegreeOfParallelism = jobs, CancellationToken = cancellation },
            async (task, stop) =>
            {
                string? failure = null;
                try
                {
                    foreach (var made in Made(task))
                    {
                        Directory.CreateDirectory(Path.GetDirectoryName(made)!);
                    }

                    await pipeline.RunAsync(task, progress: null, stop).ConfigureAwait(false);
                }
                catch (Exception reason) when (reason is U2VideoException or IOException or UnauthorizedAccessException)
                {
                    failure = reason is U2VideoException known ? known.Say(OptionNames.Of) : reason.Message;
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
            throw new U2VideoException($"{failures.Count} of {tasks.Count} files failed; the others are made.");
        }
    }

    private static IEnumerable<string> Made(PipelineOptions task) =>
        [.. task.Outputs.Select(output => output.Path!), .. task.Matte is { } matte ? [matte] : Array.Empty<string>()];

    private string Place(string folder, string file) =>
        Path.HasExtension(folder) && !Directory.Exists(folder)
            ? throw new UsageException(
                $"{folder}: looks like a file, and {name} holds {files.Count}; name a folder: {Path.ChangeExtension(folder, null)}/.")
            : Path.Combine(folder, file);

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
