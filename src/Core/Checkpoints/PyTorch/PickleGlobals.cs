using TorchSharp;
using U2Video.Core.Errors;

namespace U2Video.Core.Checkpoints.PyTorch;

/// <summary>A name that a pickle may ask for; nothing is looked up by it. Storage classes have an element type.</summary>
internal sealed record PickleGlobal(string Name, torch.ScalarType? Element = null);

/// <summary>Stands for values that are harmless and not needed for weights.</summary>
internal sealed class PickleInert
{
    private PickleInert()
    {
    }

    public static PickleInert Value { get; } = new();
}

/// <summary>
/// All that a pickle may name and call: what torch.save needs to describe tensors and state dicts. The calls are simulated here, on
/// plain values: dictionaries with string keys, lists, arrays for tuples, numbers, strings, storages and tensors.
/// </summary>
internal sealed class PickleGlobals(PyTorchFaults faults)
{
    public const string OrderedDict = "collections.OrderedDict";
    public const string RebuildTensor = "torch._utils._rebuild_tensor_v2";
    private const string RebuildOldTensor = "torch._utils._rebuild_tensor";
    private const string RebuildParameter = "torch._utils._rebuild_parameter";
    private const string RebuildFromType = "torch._tensor._rebuild_from_type_v2";
    private const string Size = "torch.Size";

    /// <summary>Values that training checkpoints keep beside the weights. They are ignored, whether they are called or not.</summary>
    private static readonly HashSet<string> Inert =
    [
        "_codecs.encode", "builtins.set", "builtins.frozenset", "__builtin__.set", "__builtin__.frozenset", "collections.Counter",
        "torch.device", "torch.float64", "torch.float32", "torch.float16", "torch.bfloat16", "torch.int64", "torch.int32", "torch.int16",
        "torch.int8", "torch.uint8", "torch.bool", "numpy.dtype", "numpy.core.multiarray.scalar", "numpy._core.multiarray.scalar",
    ];

    /// <summary>A file that asks for these was most probably saved as a whole object, and is not an attack.</summary>
    private static readonly string[] Familiar = ["torch", "numpy", "collections"];

    private static readonly Dictionary<string, PickleGlobal> Allowed = new PickleGlobal[]
    {
        new(OrderedDict),
        new(RebuildTensor),
        new(RebuildOldTensor),
        new(RebuildParameter),
        new(RebuildFromType),
        new(Size),
        new("torch.Tensor"),
        new("torch.nn.parameter.Parameter"),
        new("torch.DoubleStorage", torch.ScalarType.Float64),
        new("torch.FloatStorage", torch.ScalarType.Float32),
        new("torch.HalfStorage", torch.ScalarType.Float16),
        new("torch.BFloat16Storage", torch.ScalarType.BFloat16),
        new("torch.LongStorage", torch.ScalarType.Int64),
        new("torch.IntStorage", torch.ScalarType.Int32),
        new("torch.ShortStorage", torch.ScalarType.Int16),
        new("torch.CharStorage", torch.ScalarType.Int8),
        new("torch.ByteStorage", torch.ScalarType.Byte),
        new("torch.BoolStorage", torch.ScalarType.Bool),
    }.Concat(Inert.Select(name => new PickleGlobal(name))).ToDictionary(global => global.Name);

    /// <summary>The class of the storages of an element type.</summary>
    public static string StorageClass(torch.ScalarType type) => Allowed.Values.Single(global => global.Element == type).Name;

    /// <exception cref="Errors.ModelException">The pickle asks for something else; the message names it.</exception>
    public PickleGlobal Find(string module, string name)
    {
        var fullName = $"{module}.{name}";
        return Allowed.TryGetValue(fullName, out var known) ? known
            : throw faults.Refused(UntrustedText.Quote(fullName), Familiar.Contains(module.Split('.')[0]));
    }

    /// <exception cref="Errors.ModelException">That is not among the calls that make up a state dict.</exception>
    public object Call(object? callee, object? arguments)
    {
        var name = (callee as PickleGlobal)?.Name;
        return (name, arguments as object?[]) switch
        {
            (null, _) => throw faults.Refused("a call of something that is not a function"),
            (OrderedDict, []) => new Dictionary<string, object?>(),
            (RebuildTensor or RebuildOldTensor, { } parts) => Tensor(parts),
            (RebuildParameter, [PickleTensor tensor, ..]) => tensor,
            (RebuildFromType, [PickleGlobal { Name: RebuildTensor }, PickleGlobal, object?[] parts, ..]) => Tensor(parts),
            (Size, [object?[] sizes]) => sizes,
            ({ } inert, not null) when Inert.Contains(inert) => PickleInert.Value,
            _ => throw faults.Refused($"a call of {UntrustedText.Quote(name)} with arguments that torch.save does not use"),
        };
    }

    private PickleTensor Tensor(object?[] parts) =>
        parts is [PickleStorage storage, long offset, object?[] size, object?[] stride, ..]
            ? PickleTensor.Create(storage, offset, size, stride, faults)
            : throw faults.Damaged("it describes a tensor in a way that torch.save does not");
}
