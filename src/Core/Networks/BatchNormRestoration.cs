using static TorchSharp.torch;

namespace U2Video.Core.Networks;

/// <summary>
/// Gives a network its batch normalisations back. Exporters multiply them into the convolutions and leave identities behind, which is
/// right for inference; in training mode, however, an identity begins to normalise what was never normalised, and the weights are
/// worth nothing. All of rembg's published files are of this kind.
/// </summary>
public static class BatchNormRestoration
{
    /// <summary>Whether the network's normalisations are identities. So are those of a network with fresh weights.</summary>
    public static bool IsNeeded(U2Net network) => network.Layers.All(layer => layer.HasUntouchedNorm);

    /// <summary>
    /// Sets each normalisation to the statistics of what reaches it, and its scale and shift to undo them. The network computes the same
    /// as before in evaluation mode, but for rounding, and nearly the same in training mode. It is left in evaluation mode.
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

        // Identities pass on what they get, so one pass shows every layer what it will see afterwards.
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
            // Around the making of the input as well, whose tensors die with it.
            using var scope = NewDisposeScope();
            if (!iterator.MoveNext())
            {
                break;
            }

            network.call(iterator.Current);
        }
    }
}
