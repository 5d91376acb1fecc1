namespace U2Video.Core.Checkpoints.Onnx;

/// <summary>How a field's content is encoded (protobuf's wire types; the groups 3 and 4 are obsolete).</summary>
internal enum ProtobufType
{
    Varint = 0,
    Fixed64 = 1,
    Bytes = 2,
    Fixed32 = 5,
}

/// <summary>The tag before a field's content.</summary>
internal readonly record struct ProtobufField(int Number, ProtobufType Type);
