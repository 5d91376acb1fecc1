namespace U2Video.Core.Checkpoints.Onnx;

/// <summary>The parts of an ONNX file that matter: operators, where their weights are, and text entries.</summary>
/// <param name="Nodes">The operators by the values that they make.</param>
/// <param name="Tensors">Constants by the name of their value.</param>
/// <param name="Inputs">The values that the caller gives.</param>
/// <param name="Metadata">The descriptive entries.</param>
internal sealed record OnnxGraph(
    IReadOnlyDictionary<string, OnnxNode> Nodes,
    IReadOnlyDictionary<string, OnnxTensor> Tensors,
    IReadOnlySet<string> Inputs,
    IReadOnlyDictionary<string, string> Metadata);

/// <summary>An operator.</summary>
/// <param name="Operator">Its name in ONNX's operator list.</param>
/// <param name="Inputs">The names of its input values; an input that is left out has an empty name.</param>
/// <param name="Integers">Its attributes that are integers or lists of integers.</param>
/// <param name="Floats">Its attributes that are numbers.</param>
/// <param name="Texts">Its attributes that are text.</param>
internal sealed record OnnxNode(
    string Operator,
    IReadOnlyList<string> Inputs,
    IReadOnlyDictionary<string, IReadOnlyList<long>> Integers,
    IReadOnlyDictionary<string, float> Floats,
    IReadOnlyDictionary<string, string> Texts);

/// <summary>A constant and where its data is in the file.</summary>
/// <param name="Type">The element type by its number in ONNX.</param>
/// <param name="Shape">The sizes.</param>
/// <param name="Begin">The first byte of the data, from the start of the file; row by row.</param>
/// <param name="End">The byte after the last one.</param>
/// <param name="Field">The number of the field that has the data, which determines the encoding; 0 if there is no data.</param>
/// <param name="IsExternal">Whether the data is in another file.</param>
internal sealed record OnnxTensor(int Type, IReadOnlyList<long> Shape, long Begin, long End, int Field, bool IsExternal)
{
    // Fields of TensorProto.
    public const int Floats = 4;
    public const int Integers = 5;
    public const int Raw = 9;
    public const int Doubles = 10;
}
