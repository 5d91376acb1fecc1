namespace U2Video.Core.Checkpoints.Onnx;

/// <summary>
/// A graph differs from the one that it was compared with. The reader catches this and tries another one, if there is one.
/// </summary>
internal sealed class OnnxMismatchException(string message) : Exception(message);
