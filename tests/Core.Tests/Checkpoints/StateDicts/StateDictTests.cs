using U2Video.Core.Checkpoints;
using U2Video.Core.Checkpoints.StateDicts;
using U2Video.Core.Networks;
using U2Video.Tests;

namespace U2Video.Core.Tests.Checkpoints.StateDicts;

/// <summary>Names and sizes of parameters, held against what the official code and the seed's code have saved.</summary>
public sealed class StateDictTests
{
    private static readonly U2NetVariant Seed = U2NetVariant.Lite with { Wiring = Wiring.Kimjy99 };

    [Fact]
    public void Shapes_are_those_of_the_official_code()
    {
        using var checkpoint = CheckpointReader.Read(Fixtures.Unpack("official_u2netp.pth"));

        var shapes = StateDictShapes.Of(U2NetVariant.Lite);

        Assert.Equal(
            checkpoint.Tensors.Select(entry => $"{entry.Key} {string.Join('×', entry.Value.shape)}").Order(),
            shapes.Select(entry => $"{entry.Key} {string.Join('×', entry.Value)}").Order());
    }

    [Theory]
    [InlineData("stage1.rebnconvin.conv_s1.weight", "enc.0.conv.conv.weight")]
    [InlineData("stage1.rebnconv6d.conv_s1.weight", "enc.0.dec.0.conv.weight")]
    [InlineData("stage1.rebnconv1d.bn_s1.running_var", "enc.0.dec.5.bn.running_var")]
    [InlineData("stage1.rebnconv1.conv_s1.bias", "enc.0.enc.0.conv.bias")]
    [InlineData("stage1.rebnconv6.bn_s1.weight", "enc.0.enc.5.bn.weight")]
    [InlineData("stage1.rebnconv7.conv_s1.weight", "enc.0.mid.conv.weight")]
    [InlineData("stage6.rebnconv4.bn_s1.num_batches_tracked", "enc.5.mid.bn.num_batches_tracked")]
    [InlineData("stage5d.rebnconv3d.conv_s1.weight", "dec.0.dec.0.conv.weight")]
    [InlineData("stage4d.rebnconv4.conv_s1.weight", "dec.1.mid.conv.weight")]
    [InlineData("stage2d.rebnconv6.conv_s1.weight", "dec.3.mid.conv.weight")]
    [InlineData("stage1d.rebnconvin.bn_s1.bias", "dec.4.conv.bn.bias")]
    [InlineData("side1.weight", "convs.0.weight")]
    [InlineData("side6.bias", "convs.5.bias")]
    [InlineData("outconv.weight", "lastconv.weight")]
    public void Names_are_those_of_the_seed(string official, string seed)
    {
        Assert.Equal(seed, StateDictNames.InFile(official, Seed));
        Assert.Equal(official, StateDictNames.InFile(official, U2NetVariant.Lite));
    }

    [Fact]
    public void No_two_parameters_share_a_name()
    {
        var names = StateDictShapes.Of(Seed).Keys.Select(name => StateDictNames.InFile(name, Seed)).ToArray();

        Assert.Equal((798, 798), (names.Length, names.Distinct().Count()));
        Assert.Throws<ArgumentException>(() => StateDictNames.InFile("stage1.weight", Seed));
    }

    [Fact]
    public void Wiring_and_prefix_are_told_by_the_first_layer()
    {
        Assert.Equal((Wiring.Official, "module."), StateDictNames.Recognize(["epoch", "module.stage1.rebnconvin.conv_s1.weight"]));
        Assert.Equal((Wiring.Kimjy99, ""), StateDictNames.Recognize(["enc.0.conv.conv.weight"]));
        Assert.Null(StateDictNames.Recognize(["enc.0.conv.conv.bias", "weight"]));
    }

    [Theory]
    [InlineData("stage1.rebnconv6d.conv_s1.weight", true)]
    [InlineData("stage1d.rebnconv1d.conv_s1.weight", true)]
    [InlineData("stage1.rebnconv6.conv_s1.weight", false)]
    [InlineData("stage1d.rebnconvin.conv_s1.weight", false)]
    [InlineData("stage1.rebnconv6d.conv_s1.bias", false)]
    [InlineData("stage1.rebnconv6d.bn_s1.weight", false)]
    [InlineData("side1.weight", false)]
    public void Decoders_within_a_block_take_two_values_joined(string name, bool expected) =>
        Assert.Equal(expected, StateDictNames.IsInnerDecoderWeight(name));
}
