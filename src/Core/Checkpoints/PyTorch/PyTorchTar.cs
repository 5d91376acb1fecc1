using U2Video.Core.Errors;

namespace U2Video.Core.Checkpoints.PyTorch;

/// <summary>Recognizes the tar that torch.save wrote before PyTorch 0.1.10, in order to refuse it with good advice.</summary>
internal static class PyTorchTar
{
    private const int SignatureOffset = 257;

    /// <summary>Whether a file that begins with <paramref name="head"/> (262 bytes or more) is a tar.</summary>
    public static bool Matches(ReadOnlySpan<byte> head) =>
        head.Length > SignatureOffset && head[SignatureOffset..].StartsWith("ustar"u8);

    /// <summary>The error for such a file.</summary>
    public static ModelException Refusal(string path) => new PyTorchFaults(path).Unreadable(
        "is a tar, and perhaps one that PyTorch wrote until 2017; load it with a current PyTorch and save its state_dict() again");
}
