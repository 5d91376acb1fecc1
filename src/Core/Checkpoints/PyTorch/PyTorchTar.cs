using U2Video.Core.Errors;

namespace U2Video.Core.Checkpoints.PyTorch;

/// <summary>Knows, only to refuse it with good advice, the tar that torch.save wrote before PyTorch 0.1.10.</summary>
internal static class PyTorchTar
{
    private const int SignatureOffset = 257;

    /// <summary>Whether a file that begins with <paramref name="head"/> (262 bytes or more) is a tar.</summary>
    public static bool Matches(ReadOnlySpan<byte> head) =>
        head.Length > SignatureOffset && head[SignatureOffset..].StartsWith("ustar"u8);

    /// <summary>What to tell of such a file.</summary>
    public static ModelException Refusal(string path) => new PyTorchFaults(path).Unreadable(
        "is a tar, and perhaps one that PyTorch wrote until 2017; load it with a current PyTorch and save its state_dict() again");
}
