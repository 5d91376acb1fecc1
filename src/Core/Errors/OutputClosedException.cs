namespace U2Video.Core.Errors;

/// <summary>The process that read an output through a pipe has closed it, so there is no reader any more.</summary>
/// <param name="inner">The stream's error.</param>
internal sealed class OutputClosedException(Exception inner) : U2VideoException("the reader of the output closed it.", inner);
