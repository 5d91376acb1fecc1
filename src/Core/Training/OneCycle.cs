using static TorchSharp.torch;

namespace U2Video.Core.Training;

/// <summary>
/// Learning rate by step: a short linear rise to the peak, then half a cosine down to nearly nothing (after Smith and Topin,
/// "Super-convergence", arXiv 1708.07120): short runs end with fine steps.
/// </summary>
/// <param name="peak">The highest rate.</param>
/// <param name="steps">Steps of the whole run.</param>
internal sealed class OneCycle(double peak, int steps)
{
    private const double WarmUpShare = 0.08;
    private const double FinalShare = 0.01;

    /// <summary>The rate of a step, from 0.</summary>
    public double At(int step)
    {
        var warmUp = Math.Max(1, steps * WarmUpShare);
        if (step < warmUp)
        {
            return peak * (step + 1) / (warmUp + 1);
        }

        var progress = (step - warmUp) / Math.Max(1, steps - warmUp);
        return peak * (FinalShare + ((1 - FinalShare) * (1 + Math.Cos(Math.PI * progress)) / 2));
    }

    /// <summary>Sets the rate of a step.</summary>
    public void Apply(optim.Optimizer optimizer, int step)
    {
        foreach (var group in optimizer.ParamGroups)
        {
            group.LearningRate = At(step);
        }
    }
}
