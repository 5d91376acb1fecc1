using static TorchSharp.torch;

namespace U2Video.Core.Networks;

/// <summary>
/// Restores the batch normalizations of a network. Exporters multiply them into the convolutions and leave identities behind, which is
/// right for inference; in training mode, however, an identity begins to normalize what was never normalized, and the weights become
/// useless. All files that rembg publishes are of this kind.
/// </summary>
internal static class BatchNormRestoration
{
    /// <summary>Whether the network's normalizations are identities. This is also true of a network with fresh weights.</summary>
    public static bool IsNeeded(U2Net network) => network.Layers.All(layer => layer.HasUntouchedNorm);

    /// <summary>
    /// Sets each normalization to the statistics of its inputs, and its scale and shift so that they undo it. The network computes the same
    /// as before in evaluation mode, apart from rounding, and nearly the same in training mode. It is left in evaluation mode.
    /// </summary>
    /// <param name="network">A network for which <see cref="IsNeeded"/> holds.</param>
    /// <param name="inputs">Encoded pictures, B×3×H×W, all batches of one size, at least one; some hundred pictures are enough.</param>
    public static void Restore(U2Net network, IEnumerable<Tensor> inputs)
    {
        network.eval();
        foreach (var layer in network.Layers)
        {
            layer.ObserveConvolution();
        }

        // Identities do not change their inputs, so one pass shows every layer the inputs that it will have afterwards.
        using var grad = no_grad();
        try
        {
            Observe(network, inputs);
            foreach (var layer in network.Layers)
            {
                layer.RestoreNorm();
            }
        }
        finally
        {
            foreach (var layer in network.Layers)
            {
                layer.ForgetObserved();
            }
        }
    }

    private static void Observe(U2Net network, IEnumerable<Tensor> inputs)
    {
        using var iterator = inputs.GetEnumerator();
        while (true)
        {
            // The scope also covers the making of the input, whose tensors are freed with it.
            using var scope = NewDisposeScope();
            if (!iterator.MoveNext())
            {
                break;
            }

            network.call(iterator.Current);
        }
    }
}
