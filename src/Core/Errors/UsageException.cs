namespace U2Video.Core.Errors;

/// <summary>Options that are each valid contradict one another or lie outside their range.</summary>
public sealed class UsageException : U2VideoException
{
    /// <inheritdoc cref="U2VideoException(string)"/>
    public UsageException(string message)
        : base(message)
    {
    }

    /// <inheritdoc cref="U2VideoException(string, Exception)"/>
    public UsageException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <inheritdoc cref="U2VideoException(MessageText, Exception)"/>
    public UsageException(MessageText message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
