using U2Video.Core.Checkpoints.Onnx;

namespace U2Video.Core.Tests.Checkpoints.Onnx;

/// <summary>A message as a list of its fields, to change files that were written by others.</summary>
internal sealed class ProtobufFields
{
    private readonly List<(ProtobufField Field, long Number, byte[] Bytes)> _fields = [];

    public static ProtobufFields Parse(byte[] message)
    {
        var fields = new ProtobufFields();
        using var stream = new MemoryStream(message);
        var reader = new ProtobufReader(stream, what => new InvalidDataException(what));
        while (reader.NextField(message.Length) is { } field)
        {
            if (field.Type == ProtobufType.Varint)
            {
                fields._fields.Add((field, reader.ReadInteger(field, message.Length), []));
                continue;
            }

            var end = field.Type == ProtobufType.Bytes ? reader.ReadEnd(field, message.Length) : reader.Position + sizeof(float);
            fields._fields.Add((field, 0, message[(int)reader.Position..(int)end]));
            reader.SkipTo(end, message.Length);
        }

        return fields;
    }

    /// <summary>The first text or number of a field; empty or 0 where it is absent.</summary>
    public string Text(int number) => System.Text.Encoding.UTF8.GetString(Find(number).Bytes ?? []);

    public byte[] Bytes(int number) => Find(number).Bytes;

    public IEnumerable<byte[]> All(int number) => _fields.Where(field => field.Field.Number == number).Select(field => field.Bytes);

    public ProtobufFields Remove(int number)
    {
        _fields.RemoveAll(field => field.Field.Number == number);
        return this;
    }

    public ProtobufFields Add(int number, byte[] bytes)
    {
        _fields.Add((new ProtobufField(number, ProtobufType.Bytes), 0, bytes));
        return this;
    }

    public ProtobufFields Add(int number, string text) => Add(number, System.Text.Encoding.UTF8.GetBytes(text));

    public ProtobufFields Add(int number, IEnumerable<byte[]> values)
    {
        foreach (var value in values)
        {
            Add(number, value);
        }

        return this;
    }

    public ProtobufFields Add(int number, long value)
    {
        _fields.Add((new ProtobufField(number, ProtobufType.Varint), value, []));
        return this;
    }

    /// <summary>Puts in the place of each message of a field what <paramref name="edit"/> makes of it; null deletes it.</summary>
    public ProtobufFields Edit(int number, Func<ProtobufFields, ProtobufFields?> edit)
    {
        for (var i = _fields.Count - 1; i >= 0; i--)
        {
            if (_fields[i].Field.Number == number)
            {
                if (edit(Parse(_fields[i].Bytes)) is { } edited)
                {
                    _fields[i] = (_fields[i].Field, 0, edited.ToBytes());
                }
                else
                {
                    _fields.RemoveAt(i);
                }
            }
        }

        return this;
    }

    public byte[] ToBytes()
    {
        var writer = new ProtobufWriter();
        foreach (var (field, value, bytes) in _fields)
        {
            _ = field.Type switch
            {
                ProtobufType.Varint => writer.Integer(field.Number, value),
                ProtobufType.Fixed32 => writer.Float(field.Number, BitConverter.ToSingle(bytes)),
                _ => writer.Bytes(field.Number, bytes),
            };
        }

        return writer.Written.ToArray();
    }

    private (ProtobufField Field, long Number, byte[] Bytes) Find(int number) =>
        _fields.FirstOrDefault(field => field.Field.Number == number);
}
