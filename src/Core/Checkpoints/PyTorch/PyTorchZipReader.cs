using TorchSharp;
using U2Video.Core.Errors;

namespace U2Video.Core.Checkpoints.PyTorch;

/// <summary>
/// Reads what torch.save has written since PyTorch 1.6: a state dict, alone or within the dictionary of a training checkpoint
/// under 'state_dict', 'model', 'model_state_dict' or 'net'. The pickle within is played as data and can run nothing, and every
/// length is checked against the file before memory is taken.
/// </summary>
internal static class PyTorchZipReader
{
    /// <summary>A checkpoint may wrap a model's own dictionary that again wraps the state dict, but hardly more.</summary>
    private const int MaximumWrappings = 3;

    private static readonly string[] Wrappers = ["state_dict", "model", "model_state_dict", "net"];

    /// <summary>Reads a file. The tensors are contiguous, on the CPU, and of the element types that stand in the file.</summary>
    /// <exception cref="ModelException">
    /// The file is missing, damaged, without a state dict, or refused because it asks for more than tensors.
    /// </exception>
    public static Checkpoint Read(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        using var stream = Open(path);
        return Read(stream, path);
    }

    /// <summary>Reads a seekable stream; <paramref name="source"/> names it in messages.</summary>
    /// <exception cref="ModelException">As for <see cref="Read(string)"/>.</exception>
    internal static Checkpoint Read(Stream stream, string source)
    {
        var faults = new PyTorchFaults(source);
        using var archive = new PyTorchArchive(stream, faults);
        var root = new PickleMachine(archive.ReadPickle(), faults).Run();
        var stateDict = FindStateDict(root, MaximumWrappings) ?? throw faults.Damaged("it holds no state dict");

        // Frees the storages, and on failure also the tensors made so far.
        using var scope = torch.NewDisposeScope();
        var maker = new PyTorchTensors(archive, faults);
        var tensors = new Dictionary<string, torch.Tensor>();
        foreach (var (name, value) in stateDict)
        {
            if (value is PickleTensor description)
            {
                tensors.Add(name, maker.Create(description));
            }
        }

        foreach (var tensor in tensors.Values)
        {
            tensor.MoveToOuterDisposeScope();
        }

        return new Checkpoint(source, tensors);
    }

    /// <summary>Whether a file that begins with <paramref name="head"/> (at least four bytes) is a zip.</summary>
    internal static bool Matches(ReadOnlySpan<byte> head) => head.StartsWith("PK\u0003\u0004"u8);

    /// <summary>A dictionary that has tensors: preferably the wrapped one, for a training checkpoint may also have loose ones.</summary>
    private static Dictionary<string, object?>? FindStateDict(object? value, int wrappings)
    {
        if (value is not Dictionary<string, object?> dictionary)
        {
            return null;
        }

        var wrapped = Wrappers.Take(wrappings > 0 ? Wrappers.Length : 0)
            .Select(name => FindStateDict(dictionary.GetValueOrDefault(name), wrappings - 1))
            .FirstOrDefault(found => found is not null);
        return wrapped ?? (dictionary.Values.Any(item => item is PickleTensor) ? dictionary : null);
    }

    private static FileStream Open(string path)
    {
        var faults = new PyTorchFaults(path);
        if (Directory.Exists(path))
        {
            throw faults.Unreadable("is a folder; give the path of the weights file");
        }

        try
        {
            var stream = File.OpenRead(path);
            try
            {
                CheckHead(stream, faults);
                return stream;
            }
            catch
            {
                stream.Dispose();
                throw;
            }
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw faults.Unreadable("no such model file; check the path", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw faults.Unreadable($"cannot be read ({error.Message.TrimEnd('.')})", error);
        }
    }

    private static void CheckHead(FileStream stream, PyTorchFaults faults)
    {
        if (!stream.CanSeek || stream.Length == 0)
        {
            throw faults.Damaged(stream.CanSeek ? "it is empty" : "it is no ordinary file");
        }

        Span<byte> head = stackalloc byte[4];
        if (!Matches(head[..stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)]))
        {
            throw faults.Damaged("it is not of the zip format that torch.save writes since PyTorch 1.6");
        }

        stream.Position = 0;
    }
}
