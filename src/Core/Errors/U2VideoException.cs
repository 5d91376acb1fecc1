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

    /// <summary>Creates the error with a one-line message that names properties, and the failure beneath it, if there is one.</summary>
    public U2VideoException(MessageText message, Exception? innerException = null)
        : base(message.ToString(), innerException)
    {
        Text = message;
    }

    /// <summary>The message with the properties that it names; null if it names none.</summary>
    public MessageText? Text { get; }

    /// <summary>The message in the words of a program.</summary>
    /// <param name="nameOf">The word under which the program's users know a property.</param>
    public string Say(Func<PropertyName, string> nameOf) => Text?.Say(nameOf) ?? Message;
}
