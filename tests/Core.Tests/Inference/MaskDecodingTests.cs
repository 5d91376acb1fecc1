using U2Video.Core.Inference;
using U2Video.Core.Models;
using static TorchSharp.torch;

namespace U2Video.Core.Tests.Inference;

public class MaskDecodingTests
{
    [Fact]
    public void Min_max_stretches_each_picture_by_itself()
    {
        using var scope = NewDisposeScope();
        var logits = tensor(new float[] { -1, 1, -3, 0 }, [2, 1, 1, 2]);

        var mask = MaskDecoding.Decode(logits, OutputNormalization.MinMax);

        Assert.Equal([0f, 1f, 0f, 1f], mask.flatten().data<float>().ToArray());
    }

    [Theory]
    [InlineData(-5f)]
    [InlineData(0f)]
    public void Min_max_invents_no_subject_in_an_empty_scene(float level)
    {
        using var scope = NewDisposeScope();
        var logits = full([1, 1, 4, 4], level) + (rand(1, 1, 4, 4) * 0.01f);

        var mask = MaskDecoding.Decode(logits, OutputNormalization.MinMax);

        Assert.True(mask.allclose(logits.sigmoid()));
    }

    [Fact]
    public void None_is_the_sigmoid()
    {
        using var scope = NewDisposeScope();
        var mask = MaskDecoding.Decode(tensor(new float[] { 0, 2 }, [1, 1, 1, 2]), OutputNormalization.None);

        Assert.Equal(0.5f, mask[0, 0, 0, 0].item<float>());
        Assert.Equal(1 / (1 + Math.Exp(-2)), mask[0, 0, 0, 1].item<float>(), 1e-6);
    }
}
