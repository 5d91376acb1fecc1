namespace U2Video.Core.Errors;

/// <summary>Whoever read an output through a pipe has closed it: there is nobody left to work for.</summary>
/// <param name="inner">What the stream said.</param>
public sealed class OutputClosedException(Exception inner) : U2VideoException("the reader of the output closed it.", inner);
