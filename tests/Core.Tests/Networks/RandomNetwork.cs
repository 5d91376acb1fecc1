using U2Video.Core.Networks;
using U2Video.Core.Torch;
using static TorchSharp.torch;

namespace U2Video.Core.Tests.Networks;

/// <summary>Networks with weights by chance that still tell one wiring, and one statistic of a normalization, from another.</summary>
internal static class RandomNetwork
{
    /// <summary>Builds one, ready for inference; the same each time.</summary>
    public static U2Net Create(U2NetVariant variant)
    {
        RandomState.Seed(7);
        var network = new U2Net(variant);
        using var grad = no_grad();
        using var scope = NewDisposeScope();
        foreach (var (name, values) in network.state_dict())
        {
            // Fresh normalizations are all alike, and would hide that two were confused.
            var part = name[(name.LastIndexOf('.') + 1)..];
            if (name.Contains("bn_s1", StringComparison.Ordinal) && part != "num_batches_tracked")
            {
                values.copy_(rand_like(values).Times(0.5).Plus(part is "weight" or "running_var" ? 0.75 : -0.25));
            }
        }

        network.eval();
        return network;
    }
}
