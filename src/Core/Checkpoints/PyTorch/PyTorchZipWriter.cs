using System.Globalization;
using System.IO.Compression;
using TorchSharp;
using U2Video.Core.Checkpoints.StateDicts;
using U2Video.Core.Files;

namespace U2Video.Core.Checkpoints.PyTorch;

/// <summary>
/// Writes what torch.save writes for a state dict: an OrderedDict of tensors, each with a storage of its own. torch.load reads it,
/// also with <c>weights_only=True</c>.
/// </summary>
internal static class PyTorchZipWriter
{
    private const string Prefix = "archive";

    /// <summary>The earliest date in a zip. A fixed date makes the file the same for the same model.</summary>
    private static readonly DateTimeOffset Date = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Writes the tensors beside <paramref name="path"/> and renames, so that no half-written file bears that name.</summary>
    /// <param name="path">The file to make or replace.</param>
    /// <param name="tensors">Tensors by name, in the order in which they are written; floating-point ones are stored as
    /// <paramref name="precision"/>, and converted one at a time.</param>
    /// <param name="metadata">Text entries for a record of our own, by which the model describes itself.</param>
    /// <param name="precision"><c>Float32</c> or <c>Float16</c>.</param>
    public static void Write(
        string path,
        IReadOnlyDictionary<string, torch.Tensor> tensors,
        IReadOnlyDictionary<string, string> metadata,
        torch.ScalarType precision = torch.ScalarType.Float32)
    {
        using var file = new ReplacedFile(path);
        using (var stream = File.Create(file.TemporaryPath))
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create))
        {
            Add(zip, "data.pkl", Describe(tensors, precision));
            Add(zip, "byteorder", "little"u8);
            Add(zip, PyTorchDescription.EntryName, PyTorchDescription.Format(metadata));
            var key = 0;
            foreach (var (name, tensor) in tensors)
            {
                using var scope = torch.NewDisposeScope();
                Add(zip, $"data/{KeyText(key++)}", StoredTensor.Convert(path, name, tensor, precision).bytes);
            }

            Add(zip, "version", "3\n"u8);
        }

        file.Commit();
    }

    // Uncompressed, as torch.save does it, because weights hardly shrink.
    private static void Add(ZipArchive zip, string name, ReadOnlySpan<byte> data)
    {
        var entry = zip.CreateEntry($"{Prefix}/{name}", CompressionLevel.NoCompression);
        entry.LastWriteTime = Date;
        using var stream = entry.Open();
        stream.Write(data);
    }

    private static ReadOnlySpan<byte> Describe(IReadOnlyDictionary<string, torch.Tensor> tensors, torch.ScalarType precision)
    {
        var pickle = new PickleWriter();
        EmptyOrderedDict(pickle).Op(PickleOpcode.Mark);
        var key = 0;
        foreach (var (name, tensor) in tensors)
        {
            Describe(pickle.Text(name), KeyText(key++), tensor, StoredTensor.TypeOf(tensor, precision));
        }

        return pickle.Op(PickleOpcode.SetItems).Stop();
    }

    /// <summary>_rebuild_tensor_v2(storage, offset, size, stride, requires_grad, backward_hooks), each in its row.</summary>
    private static void Describe(PickleWriter pickle, string key, torch.Tensor tensor, torch.ScalarType type)
    {
        pickle.Global(PickleGlobals.RebuildTensor).Op(PickleOpcode.Mark);
        pickle.Op(PickleOpcode.Mark).Text("storage").Global(PickleGlobals.StorageClass(type)).Text(key).Text("cpu")
            .Integer(tensor.numel()).Op(PickleOpcode.Tuple, PickleOpcode.BinPersId);
        pickle.Integer(0);
        pickle.Integers(tensor.shape);
        pickle.Integers(ContiguousStrides(tensor.shape));
        pickle.Op(PickleOpcode.NewFalse);
        EmptyOrderedDict(pickle);
        pickle.Op(PickleOpcode.Tuple, PickleOpcode.Reduce);
    }

    private static PickleWriter EmptyOrderedDict(PickleWriter pickle) =>
        pickle.Global(PickleGlobals.OrderedDict).Op(PickleOpcode.EmptyTuple, PickleOpcode.Reduce);

    private static long[] ContiguousStrides(long[] shape)
    {
        var strides = new long[shape.Length];
        var stride = 1L;
        for (var i = shape.Length - 1; i >= 0; i--)
        {
            strides[i] = stride;
            stride *= Math.Max(shape[i], 1);
        }

        return strides;
    }

    private static string KeyText(int key) => key.ToString(CultureInfo.InvariantCulture);
}
