using System.Globalization;
using TorchSharp.Modules;
using U2Video.Core.Errors;
using static TorchSharp.torch;

namespace U2Video.Core.Training;

/// <summary>
/// What Adam remembers of earlier steps, as tensors by name. Torch's own form cannot be written where weights are channels-last:
/// it takes the bytes of tensors that are not contiguous.
/// </summary>
internal static class OptimizerMemory
{
    /// <summary>Reads it out: for each parameter its count of steps and the two running means.</summary>
    /// <param name="optimizer">Adam or AdamW.</param>
    /// <param name="prefix">Stands before each name.</param>
    public static IEnumerable<KeyValuePair<string, Tensor>> Export(OptimizerHelper optimizer, string prefix)
    {
        var states = optimizer.state_dict().State;
        for (var i = 0; i < states.Count; i++)
        {
            var (steps, mean, square) = Parts(states[i]);
            var name = Name(prefix, i);
            yield return new(name + "steps", tensor(steps));
            yield return new(name + "mean", mean);
            yield return new(name + "square", square);
        }
    }

    /// <summary>Puts it back into an optimiser of the same parameters.</summary>
    /// <exception cref="ModelException">Something is missing, or of another shape.</exception>
    public static void Import(OptimizerHelper optimizer, string prefix, IReadOnlyDictionary<string, Tensor> tensors, string source)
    {
        using var grad = no_grad();
        var states = optimizer.state_dict().State;
        for (var i = 0; i < states.Count; i++)
        {
            var (_, mean, square) = Parts(states[i]);
            var name = Name(prefix, i);
            Copy(name + "mean", mean);
            Copy(name + "square", square);
            var isThere = tensors.TryGetValue(name + "steps", out var steps) && steps.dim() == 0;
            SetSteps(states[i], isThere ? steps!.item<long>() : throw Missing(name));
        }

        void Copy(string name, Tensor target)
        {
            if (!tensors.TryGetValue(name, out var saved) || !saved.shape.SequenceEqual(target.shape))
            {
                throw Missing(name);
            }

            target.copy_(saved);
        }

        ModelException Missing(string name) => new($"{source}: lacks '{name}' of this run's optimiser, so it cannot be gone on with.");
    }

    private static (long Steps, Tensor Mean, Tensor Square) Parts(OptimizerState state) => state switch
    {
        Adam.State adam => (adam.step, adam.exp_avg, adam.exp_avg_sq),
        AdamW.State adam => (adam.step, adam.exp_avg, adam.exp_avg_sq),
        _ => throw new ArgumentException($"The memory of {state.GetType()} is not known."),
    };

    private static void SetSteps(OptimizerState state, long steps)
    {
        switch (state)
        {
            case Adam.State adam: adam.step = steps; break;
            case AdamW.State adam: adam.step = steps; break;
        }
    }

    private static string Name(string prefix, int index) => string.Create(CultureInfo.InvariantCulture, $"{prefix}{index}.");
}
