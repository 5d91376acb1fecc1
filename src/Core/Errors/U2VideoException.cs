namespace U2Video.Core.Errors;

/// <summary>
/// A failure that a user can cause and mend. Its message is one line that says what was wrong, where, and what to do;
/// anything else that is thrown is a bug.
/// </summary>
public class U2VideoException : Exception
{
    /// <summary>Creates the error with its one-line message.</summary>
    public U2VideoException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the error with its one-line message and the failure beneath it.</summary>
    public U2VideoException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
