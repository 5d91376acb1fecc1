namespace U2Video.Client;

/// <summary>What the worker writes to its standard output.</summary>
internal static class WorkerReport
{
    /// <summary>How the line begins that says that clients can connect; the socket's path follows.</summary>
    public const string Listening = "listening on ";
}
