namespace U2Video.Core.Models.Registry;

/// <summary>The models that have a name: the one that is built in, and those that are published elsewhere.</summary>
/// <remarks>It is immutable, so several threads may use it at once.</remarks>
/// <param name="published">The published ones, in the order in which lists show them.</param>
public sealed class ModelRegistry(IReadOnlyList<PublishedModel> published)
{
    /// <summary>The name of the model that <see cref="U2NetModel.LoadEmbedded"/> opens.</summary>
    public const string EmbeddedName = "portrait-lite";

    private const long Mebibyte = 1 << 20;

    /// <summary>The models that this library knows: U²-Net's own weights in the files of rembg's release v0.0.0.</summary>
    public static ModelRegistry Default { get; } = new(
    [
        new()
        {
            Name = "u2net",
            FileName = "u2net.onnx",
            Md5 = "60024c5c889badc19c04ad937298a77b",
            MaximumBytes = 200 * Mebibyte,
            Variant = "full",
            Size = "176 MB",
            License = "Apache-2.0",
            About = "any salient object; U²-Net's own weights",
        },
        new()
        {
            Name = "u2netp",
            FileName = "u2netp.onnx",
            Md5 = "8e83ca70e441ab06c318d82300c84806",
            MaximumBytes = 8 * Mebibyte,
            Variant = "lite",
            Size = "4.6 MB",
            License = "Apache-2.0",
            About = "any salient object; U²-Net's own weights, small and quick",
        },
        new()
        {
            Name = "u2net_human_seg",
            FileName = "u2net_human_seg.onnx",
            Md5 = "c09ddc2e0104f800e3e1bb4652583d1f",
            MaximumBytes = 200 * Mebibyte,
            Variant = "full",
            Size = "176 MB",
            License = "Apache-2.0",
            About = "people; U²-Net's own weights",
        },
    ]);

    /// <summary>The models that can be pulled.</summary>
    public IReadOnlyList<PublishedModel> Published { get; } = published;

    /// <summary>All names, the built-in one first.</summary>
    public IReadOnlyList<string> Names { get; } = [EmbeddedName, .. published.Select(model => model.Name)];

    /// <summary>The published model of a name; null if there is none.</summary>
    public PublishedModel? Find(string name) => Published.FirstOrDefault(model => model.Name == name);
}
