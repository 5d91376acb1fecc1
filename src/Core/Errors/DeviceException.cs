namespace U2Video.Core.Errors;

/// <summary>The compute device that was asked for is not there or does not work.</summary>
public sealed class DeviceException : U2VideoException
{
    /// <inheritdoc cref="U2VideoException(string)"/>
    public DeviceException(string message)
        : base(message)
    {
    }

    /// <inheritdoc cref="U2VideoException(string, Exception)"/>
    public DeviceException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <inheritdoc cref="U2VideoException(MessageText, Exception)"/>
    public DeviceException(MessageText message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
