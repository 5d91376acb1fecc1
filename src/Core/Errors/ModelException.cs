namespace U2Video.Core.Errors;

/// <summary>A checkpoint is missing, damaged, refused, or not a U²-Net.</summary>
public sealed class ModelException : U2VideoException
{
    /// <inheritdoc cref="U2VideoException(string)"/>
    public ModelException(string message)
        : base(message)
    {
    }

    /// <inheritdoc cref="U2VideoException(string, Exception)"/>
    public ModelException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <inheritdoc cref="U2VideoException(MessageText, Exception)"/>
    public ModelException(MessageText message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
