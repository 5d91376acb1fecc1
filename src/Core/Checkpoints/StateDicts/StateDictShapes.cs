using U2Video.Core.Networks;

namespace U2Video.Core.Checkpoints.StateDicts;

/// <summary>
/// The parameters of a U²-Net and their sizes, computed from its widths. Files are compared with them before a network is built,
/// which takes 176 MB for the larger variant.
/// </summary>
internal static class StateDictShapes
{
    /// <summary>The sizes by the official names, in the order of the network's state dict.</summary>
    public static IReadOnlyDictionary<string, long[]> Of(U2NetVariant variant)
    {
        var shapes = new Dictionary<string, long[]>();
        var (encoder, decoder) = (variant.Encoder, variant.Decoder);
        for (var stage = 1; stage <= encoder.Count; stage++)
        {
            AddBlock($"stage{stage}", encoder[stage - 1]);
        }

        for (var stage = decoder.Count; stage >= 1; stage--)
        {
            AddBlock($"stage{stage}d", decoder[stage - 1]);
        }

        RsuShape[] sides = [.. decoder, encoder[^1]];
        for (var side = 1; side <= sides.Length; side++)
        {
            AddConvolution($"side{side}", sides[side - 1].Out, 1, kernel: 3);
        }

        AddConvolution("outconv", sides.Length, 1, kernel: 1);
        return shapes;

        void AddBlock(string block, RsuShape shape)
        {
            var (height, input, mid, output, _) = shape;
            AddLayer($"{block}.rebnconvin", input, output);
            for (var level = 1; level <= height; level++)
            {
                AddLayer($"{block}.rebnconv{level}", level == 1 ? output : mid, mid);
            }

            for (var level = 1; level < height; level++)
            {
                AddLayer($"{block}.rebnconv{level}d", 2 * mid, level == 1 ? output : mid);
            }
        }

        void AddLayer(string layer, long input, long output)
        {
            AddConvolution($"{layer}.conv_s1", input, output, kernel: 3);
            foreach (var part in new[] { "weight", "bias", "running_mean", "running_var" })
            {
                shapes.Add($"{layer}.bn_s1.{part}", [output]);
            }

            shapes.Add($"{layer}.bn_s1.num_batches_tracked", []);
        }

        void AddConvolution(string name, long input, long output, long kernel)
        {
            shapes.Add($"{name}.weight", [output, input, kernel, kernel]);
            shapes.Add($"{name}.bias", [output]);
        }
    }
}
