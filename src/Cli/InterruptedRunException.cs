namespace U2Video.Cli;

/// <summary>A run over many files was cancelled; its message says what is made.</summary>
internal sealed class InterruptedRunException(string message) : OperationCanceledException(message);
