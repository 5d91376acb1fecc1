using U2Video.Core.Errors;

namespace U2Video.Core.Checkpoints.Onnx;

/// <summary>
/// Reads the parts of an <see cref="OnnxGraph"/> from a file and skips the weights themselves. The field numbers are those
/// of onnx.proto (ONNX, https://github.com/onnx/onnx). Messages nest exactly as deep as the methods here.
/// </summary>
internal sealed class OnnxParser(ProtobufReader reader, Func<string, Exception> damaged)
{
    private readonly Dictionary<string, OnnxNode> _nodes = [];
    private readonly Dictionary<string, OnnxTensor> _tensors = [];
    private readonly HashSet<string> _inputs = [];
    private readonly Dictionary<string, string> _metadata = [];

    /// <summary>Reads ModelProto, the outermost message.</summary>
    public OnnxGraph ParseModel()
    {
        var end = reader.Length;
        while (reader.NextField(end) is { } field)
        {
            switch (field.Number)
            {
                case 7: ParseGraph(reader.ReadEnd(field, end)); break;
                case 14: ParseMetadata(reader.ReadEnd(field, end)); break;
                default: reader.Skip(field, end); break;
            }
        }

        return new OnnxGraph(_nodes, _tensors, _inputs, _metadata);
    }

    private void ParseMetadata(long end)
    {
        var (key, value) = ("", (string?)null);
        while (reader.NextField(end) is { } field)
        {
            switch (field.Number)
            {
                case 1: key = reader.ReadText(field, end) ?? ""; break;
                case 2: value = reader.ReadText(field, end); break;
                default: reader.Skip(field, end); break;
            }
        }

        if (value is not null)
        {
            _metadata[key] = value;
        }
    }

    private void ParseGraph(long end)
    {
        while (reader.NextField(end) is { } field)
        {
            switch (field.Number)
            {
                case 1: ParseNode(reader.ReadEnd(field, end)); break;
                case 5: ParseTensor(reader.ReadEnd(field, end), name: null); break;
                case 11: ParseInput(reader.ReadEnd(field, end)); break;
                default: reader.Skip(field, end); break;
            }
        }
    }

    private void ParseInput(long end)
    {
        while (reader.NextField(end) is { } field)
        {
            if (field.Number == 1)
            {
                _inputs.Add(reader.ReadName(field, end));
            }
            else
            {
                reader.Skip(field, end);
            }
        }
    }

    private void ParseNode(long end)
    {
        var (operation, domain) = ("", "");
        var (inputs, outputs) = (new List<string>(), new List<string>());
        var attributes = new Attributes([], [], []);
        OnnxTensor? constant = null;
        while (reader.NextField(end) is { } field)
        {
            switch (field.Number)
            {
                case 1: inputs.Add(reader.ReadName(field, end)); break;
                case 2: outputs.Add(reader.ReadName(field, end)); break;
                case 4: operation = reader.ReadName(field, end); break;
                case 5: constant = ParseAttribute(reader.ReadEnd(field, end), attributes) ?? constant; break;
                case 7: domain = reader.ReadName(field, end); break;
                default: reader.Skip(field, end); break;
            }
        }

        // Operators of other domains can do anything under any name.
        var node = new OnnxNode(
            domain is "" or "ai.onnx" ? operation : $"{domain}.{operation}",
            inputs,
            attributes.Integers,
            attributes.Floats,
            attributes.Texts);
        foreach (var output in outputs.Where(output => output.Length > 0))
        {
            AddOnce(_nodes, output, node);
        }

        if (node.Operator == "Constant" && constant is not null && outputs is [var name])
        {
            AddOnce(_tensors, name, constant);
        }
    }

    private OnnxTensor? ParseAttribute(long end, Attributes attributes)
    {
        var name = "";
        var values = new List<long>();
        float? number = null;
        string? text = null;
        OnnxTensor? tensor = null;
        while (reader.NextField(end) is { } field)
        {
            switch (field.Number)
            {
                case 1: name = reader.ReadName(field, end); break;
                case 2: number = reader.ReadFloat(field, end); break;
                case 4: text = reader.ReadText(field, end) ?? "?"; break;
                case 3 or 8: reader.ReadIntegers(field, end, values); break;
                case 5: tensor = ParseTensor(reader.ReadEnd(field, end), name); break;
                default: reader.Skip(field, end); break;
            }
        }

        if (number is { } given)
        {
            attributes.Floats[name] = given;
        }
        else if (text is not null)
        {
            attributes.Texts[name] = text;
        }
        else
        {
            attributes.Integers[name] = values;
        }

        return tensor;
    }

    /// <param name="end">Where the message ends.</param>
    /// <param name="name">Null for one of the graph's own tensors, which has its name in the message.</param>
    private OnnxTensor ParseTensor(long end, string? name)
    {
        var (type, begin, dataEnd, dataField, isExternal, ownName) = (0, 0L, 0L, 0, false, "");
        var shape = new List<long>();
        while (reader.NextField(end) is { } field)
        {
            switch (field.Number)
            {
                case 1: reader.ReadIntegers(field, end, shape); break;
                case 2: type = (int)reader.ReadInteger(field, end); break;
                case 8: ownName = reader.ReadName(field, end); break;
                case 14: isExternal = reader.ReadInteger(field, end) != 0; break;

                // The other lists hold types that weights never have.
                case OnnxTensor.Floats or OnnxTensor.Integers or OnnxTensor.Raw or OnnxTensor.Doubles when field.Type == ProtobufType.Bytes:
                    dataField = field.Number;
                    dataEnd = reader.ReadEnd(field, end);
                    begin = reader.Position;
                    reader.SkipTo(dataEnd, end);
                    break;
                default: reader.Skip(field, end); break;
            }
        }

        var tensor = new OnnxTensor(type, shape, begin, dataEnd, dataField, isExternal);
        if (name is null)
        {
            AddOnce(_tensors, ownName, tensor);
        }

        return tensor;
    }

    private void AddOnce<T>(Dictionary<string, T> values, string name, T value)
    {
        if (!values.TryAdd(name, value))
        {
            throw damaged($"it makes the value {UntrustedText.Quote(name)} twice");
        }
    }

    private sealed record Attributes(
        Dictionary<string, IReadOnlyList<long>> Integers, Dictionary<string, float> Floats, Dictionary<string, string> Texts);
}
