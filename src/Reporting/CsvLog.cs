using System.Text;
using U2Video.Core.Errors;
using U2Video.Core.Files;

namespace U2Video.Reporting;

/// <summary>
/// A CSV file that grows by rows and is read back when a run goes on. A program that dies leaves all rows that were flushed, and
/// at worst a torn last one, which is dropped when the file is read.
/// </summary>
/// <param name="path">The file.</param>
/// <param name="header">Its first line.</param>
internal sealed class CsvLog(string path, string header) : IDisposable
{
    private StreamWriter? _writer;

    /// <summary>Starts the file with some rows and leaves it open for more; what stood there is replaced.</summary>
    public void Start(IEnumerable<string> rows)
    {
        using (var file = new ReplacedFile(path))
        {
            File.WriteAllLines(file.TemporaryPath, [header, .. rows]);
            file.Commit();
        }

        _writer = new StreamWriter(path, append: true) { NewLine = "\n" };
    }

    /// <summary>Adds a row; it is safe after <see cref="Flush"/>.</summary>
    public void Add(string row) => _writer!.WriteLine(row);

    /// <summary>Hands all rows to the operating system.</summary>
    public void Flush() => _writer!.Flush();

    public void Dispose() => _writer?.Dispose();

    /// <summary>The rows of a file; none where it is absent.</summary>
    /// <exception cref="InputException">The file holds something else, or cannot be read.</exception>
    public IReadOnlyList<T> Read<T>(Func<string, T> parse)
    {
        if (!File.Exists(path))
        {
            return [];
        }

        try
        {
            var text = File.ReadAllText(path, Encoding.UTF8);
            var whole = text[..(text.LastIndexOf('\n') + 1)];
            var lines = whole.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            return lines is [var first, .. var rows] && first == header
                ? [.. rows.Select(parse)]
                : throw new FormatException("its first line is another");
        }
        catch (Exception error) when (error is FormatException or OverflowException or IOException or UnauthorizedAccessException)
        {
            throw new InputException($"{path}: is not a file of a training run ({error.Message}); move it away to start anew.", error);
        }
    }
}
