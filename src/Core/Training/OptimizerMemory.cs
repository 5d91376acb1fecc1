using System.Globalization;
using U2Video.Core.Errors;
using static TorchSharp.torch;

namespace U2Video.Core.Training;

/// <summary>What <see cref="Adam"/> remembers of earlier steps, as tensors by name.</summary>
internal static class OptimizerMemory
{
    /// <summary>
    /// Reads it out: for each parameter its count of steps and the two running means. The counts belong to the caller's scope.
    /// </summary>
    /// <param name="optimizer">The optimiser, whose means these are.</param>
    /// <param name="prefix">Stands before each name.</param>
    public static IEnumerable<KeyValuePair<string, Tensor>> Export(Adam optimizer, string prefix)
    {
        for (var i = 0; i < optimizer.Memory.Count; i++)
        {
            var (memory, name) = (optimizer.Memory[i], Name(prefix, i));
            yield return new(name + "steps", tensor(memory.Steps));
            yield return new(name + "mean", memory.Mean);
            yield return new(name + "square", memory.Square);
        }
    }

    /// <summary>Puts it back into an optimiser of the same parameters.</summary>
    /// <exception cref="ModelException">Something is missing, or of another shape.</exception>
    public static void Import(Adam optimizer, string prefix, IReadOnlyDictionary<string, Tensor> tensors, string source)
    {
        using var grad = no_grad();
        for (var i = 0; i < optimizer.Memory.Count; i++)
        {
            var (memory, name) = (optimizer.Memory[i], Name(prefix, i));
            Copy(name + "mean", memory.Mean);
            Copy(name + "square", memory.Square);
            var isThere = tensors.TryGetValue(name + "steps", out var steps) && steps.dim() == 0;
            memory.Steps = isThere ? steps!.item<long>() : throw Missing(name);
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

    private static string Name(string prefix, int index) => string.Create(CultureInfo.InvariantCulture, $"{prefix}{index}.");
}
