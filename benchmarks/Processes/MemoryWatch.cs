using System.Globalization;

namespace U2Video.Benchmarks.Processes;

/// <summary>Looks at the memory of a process and of its descendants ten times a second.</summary>
internal sealed class MemoryWatch : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    private readonly ManualResetEventSlim _ended = new();
    private readonly Thread _thread;
    private readonly int _root;
    private long _peak;
    private long _together;

    /// <summary>Begins.</summary>
    /// <param name="root">The process.</param>
    public MemoryWatch(int root)
    {
        _root = root;
        _thread = new Thread(Watch) { IsBackground = true };
        _thread.Start();
    }

    /// <summary>The kernel's own peak of the process, as it stood at the last look.</summary>
    public double PeakMiB => _peak / 1024.0;

    /// <summary>The largest sum that was seen.</summary>
    public double TogetherMiB => _together / 1024.0;

    /// <summary>Ends it.</summary>
    public void Stop()
    {
        _ended.Set();
        _thread.Join();
    }

    public void Dispose()
    {
        Stop();
        _ended.Dispose();
    }

    private void Watch()
    {
        do
        {
            _peak = Math.Max(_peak, Kilobytes(_root, "VmHWM:"));

            // What is just being started has its parent's memory until it becomes another program: not to be counted twice.
            var program = Program(_root);
            var processes = Descendants(_root).Where(process => process == _root || Program(process) != program);
            _together = Math.Max(_together, processes.Sum(process => Kilobytes(process, "VmRSS:")));
        }
        while (!_ended.Wait(Interval));
    }

    private static List<int> Descendants(int root)
    {
        var parents = Directory.EnumerateDirectories("/proc")
            .Select(path => int.TryParse(Path.GetFileName(path), out var id) ? id : 0)
            .Where(id => id > 0)
            .Select(id => (Id: id, Parent: Parent(id)))
            .ToLookup(process => process.Parent, process => process.Id);
        var all = new List<int> { root };
        for (var i = 0; i < all.Count; i++)
        {
            all.AddRange(parents[all[i]]);
        }

        return all;
    }

    private static int Parent(int process)
    {
        var text = Read(process, "stat");
        return text == "" ? 0 : int.Parse(text[(text.LastIndexOf(')') + 4)..].Split(' ')[0], CultureInfo.InvariantCulture);
    }

    private static long Kilobytes(int process, string name)
    {
        var line = Read(process, "status").Split('\n').FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal));
        return line is null ? 0 : long.Parse(line[name.Length..].Replace("kB", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
    }

    private static string? Program(int process)
    {
        try
        {
            return new FileInfo($"/proc/{process}/exe").LinkTarget;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    // A process may have ended meanwhile.
    private static string Read(int process, string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/{file}");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}
