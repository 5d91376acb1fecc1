using System.Text;
using U2Video.Client;

namespace U2Video.Plugin;

/// <summary>
/// Tells the user of a host why frames pass through: one line on stderr, not again until frames were matted in between, however many
/// instances there are. Not by .NET's console, which would change the terminal's and the host's handling of signals.
/// </summary>
internal static unsafe class FailureReport
{
    private const int StandardError = 2;

    private static readonly Lock OneAtATime = new();

    private static bool _isSaid;

    /// <summary>Writes a reason, if none was written since frames were matted.</summary>
    public static void Say(string reason)
    {
        lock (OneAtATime)
        {
            if (_isSaid)
            {
                return;
            }

            _isSaid = true;
            var line = Encoding.UTF8.GetBytes($"u2video: frames pass through, marked by a border: {reason.ReplaceLineEndings(" ")}\n");
            fixed (byte* start = line)
            {
                LinuxCalls.Write(StandardError, start, (nuint)line.Length);
            }
        }
    }

    /// <summary>Says that a frame was matted.</summary>
    public static void Clear() => Volatile.Write(ref _isSaid, false);
}
