using System.Globalization;

namespace U2Video.Core.Training;

/// <summary>How the learning rate changes over the run, as a share of its peak.</summary>
internal abstract record Schedule
{
    private const double WarmUpShare = 0.08;
    private const double FinalShare = 0.01;

    private Schedule()
    {
    }

    /// <summary>The share of the peak rate for a step, 0…1.</summary>
    /// <param name="stepIndex">The step, from 0, over the whole run.</param>
    /// <param name="stepsPerEpoch">Steps in an epoch.</param>
    /// <param name="epochs">Epochs of the whole run.</param>
    public abstract double At(long stepIndex, int stepsPerEpoch, int epochs);

    /// <summary>The peak rate throughout.</summary>
    public sealed record Constant : Schedule
    {
        /// <inheritdoc/>
        public override double At(long stepIndex, int stepsPerEpoch, int epochs) => 1;

        /// <inheritdoc/>
        public override string ToString() => "constant";
    }

    /// <summary>Halves the rate after every few epochs.</summary>
    /// <param name="Epochs">The number of epochs, at least 1.</param>
    public sealed record Halving(int Epochs) : Schedule
    {
        /// <inheritdoc/>
        public override double At(long stepIndex, int stepsPerEpoch, int epochs) => Math.Pow(0.5, stepIndex / stepsPerEpoch / Epochs);

        /// <inheritdoc/>
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"halve:{Epochs}");
    }

    /// <summary>
    /// A linear rise over some epochs, then half a cosine down to 0 (Loshchilov and Hutter, "SGDR", arXiv 1608.03983, without
    /// restarts).
    /// </summary>
    /// <param name="WarmUpEpochs">The number of epochs of the rise, 0 or more; fractions are allowed.</param>
    public sealed record Cosine(double WarmUpEpochs) : Schedule
    {
        /// <inheritdoc/>
        public override double At(long stepIndex, int stepsPerEpoch, int epochs)
        {
            var warmUp = WarmUpEpochs * stepsPerEpoch;
            if (stepIndex < warmUp)
            {
                return (stepIndex + 1) / (warmUp + 1);
            }

            var progress = (stepIndex - warmUp) / Math.Max(1, ((double)stepsPerEpoch * epochs) - warmUp);
            return (1 + Math.Cos(Math.PI * Math.Min(1, progress))) / 2;
        }

        /// <inheritdoc/>
        public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"cosine:{WarmUpEpochs}");
    }

    /// <summary>
    /// A short linear rise to the peak, then half a cosine down to nearly 0 (after Smith and Topin, "Super-convergence",
    /// arXiv 1708.07120): short runs end with fine steps.
    /// </summary>
    public sealed record OneCycle : Schedule
    {
        /// <inheritdoc/>
        public override double At(long stepIndex, int stepsPerEpoch, int epochs)
        {
            var steps = (double)stepsPerEpoch * epochs;
            var warmUp = Math.Max(1, steps * WarmUpShare);
            if (stepIndex < warmUp)
            {
                return (stepIndex + 1) / (warmUp + 1);
            }

            var progress = (stepIndex - warmUp) / Math.Max(1, steps - warmUp);
            return FinalShare + ((1 - FinalShare) * (1 + Math.Cos(Math.PI * progress)) / 2);
        }

        /// <inheritdoc/>
        public override string ToString() => "onecycle";
    }
}
