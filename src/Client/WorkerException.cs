namespace U2Video.Client;

/// <summary>The worker cannot be reached, did not answer in time, or refused. The message is one line without a final newline.</summary>
public sealed class WorkerException : Exception
{
    /// <summary>Creates the error with its one-line message.</summary>
    public WorkerException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the error with its one-line message and the failure beneath it.</summary>
    public WorkerException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Whether the worker answered that there is no matte for this frame; it can be asked for the next one.</summary>
    internal bool IsAnswer { get; init; }

    /// <summary>Whether the worker took too long to answer.</summary>
    internal bool IsTimeout { get; init; }

    /// <summary>Whether nothing was tried, because it failed a moment ago; the reason was given then.</summary>
    public bool IsRepeated { get; init; }
}
