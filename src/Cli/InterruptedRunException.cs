namespace U2Video.Cli;

/// <summary>A run was cancelled; the message says what is made or kept.</summary>
internal sealed class InterruptedRunException(string message) : OperationCanceledException(message);
