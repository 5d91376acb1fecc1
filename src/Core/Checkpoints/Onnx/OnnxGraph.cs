namespace U2Video.Core.Checkpoints.Onnx;

/// <summary>What matters of an ONNX file: operators, the places of their weights, and text entries.</summary>
/// <param name="Nodes">The operators by the values that they make.</param>
/// <param name="Tensors">Constants by the value that they are.</param>
/// <param name="Inputs">The values that the caller gives.</param>
/// <param name="Metadata">The descriptive entries.</param>
internal sealed record OnnxGraph(
    IReadOnlyDictionary<string, OnnxNode> Nodes,
    IReadOnlyDictionary<string, OnnxTensor> Tensors,
    IReadOnlySet<string> Inputs,
    IReadOnlyDictionary<string, string> Metadata);

/// <summary>An operator.</summary>
/// <param name="Operator">Its name in ONNX's operator list.</param>
/// <param name="Inputs">The names of the values that it takes; empty for one that is left out.</param>
/// <param name="Integers">Its attributes that are integers or lists of them.</param>
/// <param name="Floats">Its attributes that are numbers.</param>
internal sealed record OnnxNode(
    string Operator,
    IReadOnlyList<string> Inputs,
    IReadOnlyDictionary<string, IReadOnlyList<long>> Integers,
    IReadOnlyDictionary<string, float> Floats);

/// <summary>A constant and where its data lie in the file.</summary>
/// <param name="Type">The element type by its number in ONNX.</param>
/// <param name="Shape">The sizes.</param>
/// <param name="Begin">The first byte of the data, from the start of the file; little-endian, row by row.</param>
/// <param name="End">The byte behind the last.</param>
/// <param name="IsExternal">The data are in another file.</param>
internal sealed record OnnxTensor(int Type, IReadOnlyList<long> Shape, long Begin, long End, bool IsExternal);
