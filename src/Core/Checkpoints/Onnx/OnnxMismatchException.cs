namespace U2Video.Core.Checkpoints.Onnx;

/// <summary>A graph is not the one that it was held against. Caught by the reader, which may know another.</summary>
internal sealed class OnnxMismatchException(string message) : Exception(message);
