using System.Globalization;
using System.Security.Cryptography;
using OpenCvSharp;
using U2Video.Core.Errors;
using U2Video.Core.Inference;
using U2Video.Core.Models;
using U2Video.Core.Models.Registry;
using U2Video.Pipeline.Matting.Edges;

namespace U2Video.Pipeline.Fixing;

/// <summary>The folder in which learned models are kept, so that the same correction is not learned twice.</summary>
internal static class FixedModels
{
    // Grows when the same input would be learned otherwise.
    private const string Version = "1";

    /// <summary>The folder: <c>fixed</c> among the models.</summary>
    public static string Folder => Path.Combine(RembgFolders.Main, "fixed");

    /// <summary>Whether a model is there and can be read; otherwise it is learned again.</summary>
    public static bool IsUsable(string path)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        try
        {
            using var model = U2NetModel.Load(path);
            return true;
        }
        catch (U2VideoException)
        {
            return false;
        }
    }

    /// <summary>Where the model of a run is kept, whether it is there or not. The folder is made.</summary>
    /// <param name="identity">The model that the learning begins with.</param>
    /// <param name="clip">The SHA-256 of the clip.</param>
    /// <param name="frames">The corrected frames.</param>
    /// <param name="options">How long it learns, and from which seed.</param>
    /// <param name="decoding">What else decides how frames look.</param>
    /// <exception cref="U2VideoException">The folder cannot be made.</exception>
    public static string PathFor(
        PredictorIdentity identity, string clip, IReadOnlyList<CorrectedFrame> frames, FixOptions options, string decoding)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Add($"{Version} {clip} {decoding}");
        Add($"{identity.ModelHash} {identity.OverridesText} {identity.Sizing}");
        Add(string.Create(CultureInfo.InvariantCulture, $"{options.Seconds:R} {options.Seed}"));
        foreach (var (index, mask) in frames)
        {
            Add(string.Create(CultureInfo.InvariantCulture, $"{index} {mask.LargestSample()}"));
            using var bytes = mask.Reshape(1, 1);
            hash.AppendData(bytes.Depth() == MatType.CV_8U
                ? bytes.AsSpan<byte>() : System.Runtime.InteropServices.MemoryMarshal.AsBytes(bytes.AsSpan<ushort>()));
        }

        try
        {
            Directory.CreateDirectory(Folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new U2VideoException($"{Folder}: cannot be made, and learned models are kept there ({error.Message}).", error);
        }

        return Path.Combine(Folder, Convert.ToHexStringLower(hash.GetHashAndReset())[..32] + ".safetensors");

        void Add(string text) => hash.AppendData(System.Text.Encoding.UTF8.GetBytes(text + "\n"));
    }
}
