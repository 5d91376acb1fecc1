using System.Runtime.InteropServices;
using OpenCvSharp;
using U2Video.Core.Models;
using U2Video.Core.Networks;
using U2Video.Tests;
using static TorchSharp.torch;

namespace U2Video.Core.Tests.Networks;

/// <summary>The picture that the reference outputs were made of, and networks run on it.</summary>
internal static class ReferenceInput
{
    /// <summary>The picture as a model wants it, 1×3×320×320.</summary>
    public static Tensor For(U2NetModel model)
    {
        using var picture = Cv2.ImRead(Fixtures.Path("input.png"));
        Cv2.CvtColor(picture, picture, ColorConversionCodes.BGR2RGB);
        picture.GetArray(out Vec3b[] pixels);
        var bytes = MemoryMarshal.AsBytes<Vec3b>(pixels).ToArray();
        return model.Description.Input.Encode(tensor(bytes, [1, picture.Rows, picture.Cols, 3]));
    }

    /// <summary>Seven masks 320×320: the fused one, then d1 to d6.</summary>
    public static IReadOnlyList<Tensor> Run(U2NetModel model)
    {
        model.Network.eval();
        return [.. model.Network.call(For(model)).All.Select(logits => logits.sigmoid()[0, 0])];
    }

    /// <summary>The seven masks that the original code makes of a reference checkpoint, in the order of <see cref="Run"/>.</summary>
    public static IReadOnlyList<Tensor> Expected(string name, Wiring wiring)
    {
        var outputs = NpyFile.Read(Fixtures.Unpack(name + ".expected.npy")).unbind(0);
        return wiring == Wiring.Kimjy99 ? [outputs[^1], .. outputs[..^1]] : outputs;
    }

    /// <summary>Compares masks pair by pair.</summary>
    public static void AssertEqual(IReadOnlyList<Tensor> expected, IReadOnlyList<Tensor> actual, double largest = 1e-4, double mean = 1e-5)
    {
        Assert.Equal(expected.Count, actual.Count);
        foreach (var (one, other) in expected.Zip(actual))
        {
            var difference = (one - other).abs();
            Assert.InRange(difference.max().item<float>(), 0, largest);
            Assert.InRange(difference.mean().item<float>(), 0, mean);
        }
    }
}
