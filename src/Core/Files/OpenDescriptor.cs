using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Win32.SafeHandles;
using U2Video.Core.Errors;

namespace U2Video.Core.Files;

/// <summary>Paths of descriptors that this process has inherited: <c>/dev/stdout</c>, <c>/dev/fd/3</c>.</summary>
internal static partial class OpenDescriptor
{
    private const int Output = 1;
    private const int Error = 2;

    // O_CLOEXEC of open(2): a descriptor with this flag is this process's own, because it is closed when a program is started.
    private const long ClosedOnStart = 0x80000;

    /// <summary>The number of a path's descriptor; null if the path is not one of these.</summary>
    public static int? Of(string path) => path switch
    {
        "/dev/stdout" => Output,
        "/dev/stderr" => Error,
        _ when Name().Match(path) is { Success: true } match
            && int.TryParse(match.Groups[1].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
        _ => null,
    };

    /// <summary>A path under which the system shows what is behind a descriptor of this process.</summary>
    public static string PathOf(int number) => string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{number}");

    /// <summary>Whether a descriptor can be written to and was inherited by this process.</summary>
    public static bool IsOpenForWriting(int number)
    {
        if (number <= 0 || !OperatingSystem.IsLinux())
        {
            return number > 0;
        }

        try
        {
            // The flags of open(2), in octal; the last two bits are 0 if it was opened for reading only.
            var flags = File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/self/fdinfo/{number}"))
                .First(line => line.StartsWith("flags:", StringComparison.Ordinal));
            var bits = Convert.ToInt64(flags["flags:".Length..].Trim(), 8);
            return (bits & 3) != 0 && (bits & ClosedOnStart) == 0;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>A stream that writes to a descriptor; disposing the stream leaves the descriptor open.</summary>
    /// <param name="number">The number, 1 or more.</param>
    /// <param name="name">What the user calls it.</param>
    /// <exception cref="U2VideoException">It is not open, or not for writing.</exception>
    public static Stream Open(int number, string name)
    {
        try
        {
            return OperatingSystem.IsWindows()
                ? new FileStream(new SafeFileHandle(number, ownsHandle: false), FileAccess.Write, bufferSize: 0)
                : new DescriptorStream(number);
        }
        catch (Exception error) when (error is IOException or ArgumentException or UnauthorizedAccessException)
        {
            throw new U2VideoException(
                $"{name}: is not open for writing; open it in the shell: {number}> FILE or {number}> >(PROGRAM).", error);
        }
    }

    [GeneratedRegex(@"^/(?:dev|proc/self)/fd/([0-9]+)$")]
    private static partial Regex Name();
}
