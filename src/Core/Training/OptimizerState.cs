using System.Globalization;
using U2Video.Core.Errors;
using static TorchSharp.torch;

namespace U2Video.Core.Training;

/// <summary>The state of <see cref="Adam"/> as tensors by name, for checkpoints.</summary>
internal static class OptimizerState
{
    /// <summary>
    /// Exports the state: for each parameter its number of steps and the two running means. The numbers belong to the caller's scope.
    /// </summary>
    /// <param name="optimizer">The optimizer, which owns the means.</param>
    /// <param name="prefix">The prefix of each name.</param>
    public static IEnumerable<KeyValuePair<string, Tensor>> Export(Adam optimizer, string prefix)
    {
        for (var i = 0; i < optimizer.States.Count; i++)
        {
            var (state, name) = (optimizer.States[i], Name(prefix, i));
            yield return new(name + "steps", tensor(state.Steps));
            yield return new(name + "mean", state.Mean);
            yield return new(name + "square", state.Square);
        }
    }

    /// <summary>Imports a state into an optimizer of the same parameters.</summary>
    /// <exception cref="ModelException">Something is missing, or of another shape.</exception>
    public static void Import(Adam optimizer, string prefix, IReadOnlyDictionary<string, Tensor> tensors, string source)
    {
        using var grad = no_grad();
        for (var i = 0; i < optimizer.States.Count; i++)
        {
            var (state, name) = (optimizer.States[i], Name(prefix, i));
            Copy(name + "mean", state.Mean);
            Copy(name + "square", state.Square);
            var isThere = tensors.TryGetValue(name + "steps", out var steps) && steps.dim() == 0;
            state.Steps = isThere ? steps!.item<long>() : throw Missing(name);
        }

        void Copy(string name, Tensor target)
        {
            if (!tensors.TryGetValue(name, out var saved) || !saved.shape.SequenceEqual(target.shape))
            {
                throw Missing(name);
            }

            target.copy_(saved);
        }

        ModelException Missing(string name) => new($"{source}: lacks '{name}' of this run's optimizer, so the run cannot be resumed.");
    }

    private static string Name(string prefix, int index) => string.Create(CultureInfo.InvariantCulture, $"{prefix}{index}.");
}
