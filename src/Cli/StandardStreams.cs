using Microsoft.Win32.SafeHandles;

namespace U2Video.Cli;

/// <summary>Stdin and stdout as bytes.</summary>
internal static class StandardStreams
{
    private const int StandardOutput = 1;

    /// <summary>What is piped in.</summary>
    public static Stream Input => Console.OpenStandardInput();

    /// <summary>What is piped out. Not the console's own stream, which swallows that its reader has left.</summary>
    public static Stream Output => new FileStream(new SafeFileHandle(StandardOutput, ownsHandle: false), FileAccess.Write, bufferSize: 0);
}
