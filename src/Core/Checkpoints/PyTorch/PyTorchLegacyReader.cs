using System.Numerics;
using U2Video.Core.Checkpoints.StateDicts;
using U2Video.Core.Errors;

namespace U2Video.Core.Checkpoints.PyTorch;

/// <summary>
/// Reads what torch.save wrote before PyTorch 1.6, and still does when told not to write a zip: pickles in a row (a magic number,
/// the format's version, facts on the machine, the object, the storages' keys), then each storage's count and elements. The
/// pickles are played as data and can run nothing, and every length is checked against the file before memory is taken.
/// </summary>
internal static class PyTorchLegacyReader
{
    private const long SupportedVersion = 1001;

    /// <summary>The magic number as pickle writes it: the instruction LONG1, its length, and its bytes from the lowest.</summary>
    private static readonly byte[] Magic = [0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19];

    private static readonly BigInteger MagicNumber = new(Magic.AsSpan(2));

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
        var bytes = new PickleBytes(stream, stream.Length, faults);
        CheckPreamble(bytes, faults);
        var machine = new PickleMachine(bytes, PickleDialect.Legacy, faults);
        var descriptions = PyTorchStateDict.Find(machine.Run(), faults);
        var keys = Play(bytes, faults) as List<object?> ?? throw faults.Damaged("it has no list of its storages");
        var storages = new PyTorchLegacyStorages(stream, bytes.Position, keys, machine.Storages, faults);
        return new Checkpoint(source, PyTorchStateDict.Create(descriptions, new PyTorchTensors(storages, stream.Length, faults)))
        {
            Format = "PyTorch, before 1.6",
        };
    }

    /// <summary>Whether a file begins with the magic number. Before it stand the protocol and, since protocol 4, a frame.</summary>
    internal static bool Matches(ReadOnlySpan<byte> head) => head is [0x80, <= 3, ..] ? head[2..].StartsWith(Magic)
        : head is [0x80, _, 0x95, _, _, _, _, _, _, _, _, ..] && head[11..].StartsWith(Magic);

    private static void CheckPreamble(PickleBytes bytes, PyTorchFaults faults)
    {
        if (Play(bytes, faults) is not BigInteger number || number != MagicNumber)
        {
            throw faults.Damaged("it does not begin with the number that torch.save wrote before PyTorch 1.6");
        }

        if (Play(bytes, faults) is not SupportedVersion)
        {
            throw faults.Damaged($"it is of another version of the format than {SupportedVersion}");
        }

        if (Play(bytes, faults) is not Dictionary<string, object?> machine || machine.GetValueOrDefault("little_endian") is not true)
        {
            throw faults.Damaged("its byte order is not 'little', and only that is supported");
        }
    }

    private static object? Play(PickleBytes bytes, PyTorchFaults faults) =>
        new PickleMachine(bytes, PickleDialect.Legacy, faults).Run();
}
