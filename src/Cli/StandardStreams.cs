using U2Video.Core.Files;

namespace U2Video.Cli;

/// <summary>Stdin and stdout as bytes.</summary>
internal static class StandardStreams
{
    private const int StandardOutput = 1;

    /// <summary>What is piped in.</summary>
    public static Stream Input => Console.OpenStandardInput();

    /// <summary>What is piped out. Not the console's own stream, which hides that its reader has closed the pipe.</summary>
    public static Stream Output => OpenDescriptor.Open(StandardOutput, "stdout");
}
