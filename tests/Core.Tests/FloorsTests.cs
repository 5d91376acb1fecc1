using U2Video.Core.Errors;
using U2Video.Tests;

namespace U2Video.Core.Tests;

public sealed class FloorsTests
{
    // From the ground up. A folder refers only to folders below it; a subfolder is below its folder, except for one that
    // uses what its folder has: learning from corrected frames is a training of its own.
    private static readonly string[] Order =
    [
        "Errors",
        "Files",
        "Imaging",
        "Torch",
        "Networks.Fast",
        "Networks",
        "Checkpoints.StateDicts",
        "Checkpoints.Onnx Checkpoints.PyTorch Checkpoints.Safetensors",
        "Checkpoints",
        "Models.Registry",
        "Models",
        "Inference",
        "Data.Splits Data.Masks",
        "Data.Augmentations",
        "Data",
        "Metrics",
        "Training.Losses",
        "Training",
        "Training.Fixing",
    ];

    private static readonly Floors Core = new(typeof(U2VideoException).Assembly, "U2Video.Core");

    [Fact]
    public void Folders_refer_only_downwards() => Assert.Equal("", string.Join('\n', Core.FindUpward(Order)));

    [Fact]
    public void There_are_no_circles() => Assert.Equal("", string.Join('\n', Core.FindCircles()));

    [Fact]
    public void What_only_the_code_of_a_method_refers_to_is_seen() => Assert.Contains(
        "U2Video.Core.Checkpoints.CheckpointReader → U2Video.Core.Checkpoints.Onnx.OnnxReader",
        Core.FindUpward([.. Order.Reverse()]));
}
