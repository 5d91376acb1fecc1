namespace U2Video.Core.Errors;

/// <summary>An input (a clip, a picture, a folder) is missing, unreadable or not of the right kind.</summary>
public sealed class InputException : U2VideoException
{
    /// <inheritdoc cref="U2VideoException(string)"/>
    public InputException(string message)
        : base(message)
    {
    }

    /// <inheritdoc cref="U2VideoException(string, Exception)"/>
    public InputException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <inheritdoc cref="U2VideoException(MessageText, Exception)"/>
    public InputException(MessageText message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
