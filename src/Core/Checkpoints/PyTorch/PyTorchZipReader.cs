using U2Video.Core.Checkpoints.StateDicts;
using U2Video.Core.Errors;

namespace U2Video.Core.Checkpoints.PyTorch;

/// <summary>
/// Reads what torch.save has written since PyTorch 1.6, and the description in our own files of this kind. The pickle inside is
/// interpreted as data and cannot run code, and every length is checked against the file before memory is allocated.
/// </summary>
internal static class PyTorchZipReader
{
    /// <summary>
    /// Reads a seekable stream; <paramref name="source"/> names it in messages. The tensors are contiguous, on the CPU, and of the
    /// element types that stand in the file.
    /// </summary>
    /// <exception cref="ModelException">
    /// The file is damaged, without a state dict, or refused because it asks for more than tensors.
    /// </exception>
    internal static Checkpoint Read(Stream stream, string source)
    {
        var faults = new PyTorchFaults(source);
        using var archive = new PyTorchArchive(stream, faults);
        using var pickle = new MemoryStream(
            archive.ReadPickle((int)Math.Min(PickleBytes.FreeLength + stream.Length, PickleBytes.MaximumLength)), writable: false);
        var root = new PickleMachine(new PickleBytes(pickle, stream.Length, faults), PickleDialect.Zip, faults).Run();
        var description = archive.ReadDescription();
        var tensors = PyTorchStateDict.Create(
            PyTorchStateDict.Find(root, faults), new PyTorchTensors(archive, stream.Length, faults));
        return new Checkpoint(source, tensors, description) { Format = "PyTorch" };
    }

    /// <summary>Whether a file that begins with <paramref name="head"/> (at least four bytes) is a zip.</summary>
    internal static bool Matches(ReadOnlySpan<byte> head) => head.StartsWith("PK\u0003\u0004"u8);
}
