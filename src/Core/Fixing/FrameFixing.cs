using System.Diagnostics;
using TorchSharp;
using U2Video.Core.Data;
using U2Video.Core.Errors;
using U2Video.Core.Metrics;
using U2Video.Core.Models;
using U2Video.Core.Networks;
using U2Video.Core.Torch;
using U2Video.Core.Training;
using U2Video.Core.Training.Losses;
using static TorchSharp.torch;

namespace U2Video.Core.Fixing;

/// <summary>
/// Fine-tunes a model on a few corrected frames of a clip. Batch normalization keeps its statistics, because those of a few pictures say
/// little; for the same reason folded normalizations need not be restored.
/// </summary>
/// <param name="model">The model, which is changed; it stays the caller's.</param>
/// <param name="device">Where it learns.</param>
/// <param name="settings">How.</param>
internal sealed class FrameFixing(U2NetModel model, Device device, FixSettings settings)
{
    // The length of the moving average of weights is about a tenth of the steps.
    private const double AverageShare = 0.1;
    private const double WarmUp = 0.1;
    private const double LastRate = 0.02;

    /// <summary>Learns. The best weights are kept: those of the start unless the masks of the corrected frames became better.</summary>
    /// <param name="corrected">The corrected frames, at least one.</param>
    /// <param name="anchors">Frames with masks that are right already, so that they are not forgotten.</param>
    /// <param name="progress">Called after every step.</param>
    /// <param name="cancellation">Ends the work between two steps.</param>
    /// <returns>The errors of the corrected frames before and after, as <see cref="ErrorOf"/> measures them.</returns>
    /// <exception cref="U2VideoException">The loss became NaN or infinite.</exception>
    public (double Before, double After) Run(
        IReadOnlyList<FixExample> corrected, IReadOnlyList<FixExample> anchors, Action<FixProgress>? progress,
        CancellationToken cancellation)
    {
        var network = model.Network;
        network.to(device);
        network.eval();
        MemoryLayout.ToChannelsLast(network);
        RandomState.Seed(settings.Seed);
        var before = ErrorOf(network, corrected);
        using var start = new WeightAverage(network, 0);
        using var average = new WeightAverage(network, 1 - (1 / Math.Max(1, AverageShare * settings.Steps)));
        using var optimizer = new Adam(network.parameters().Select(parameter => (parameter, 1.0)));
        var batches = new FixBatches(corrected, anchors, settings, settings.SizeFor(corrected[0].Size));
        var watch = Stopwatch.StartNew();
        var standing = new FixProgress(0, settings.Steps, 0, TimeSpan.Zero, settings.TimeLimit);
        while (standing.Share < 1)
        {
            cancellation.ThrowIfCancellationRequested();
            optimizer.LearningRate = settings.LearningRate * RateAt(standing.Share);
            var loss = Step(network, optimizer, batches.Make(standing.Step));
            average.Update(network, standing.Step + 1);
            standing = standing with { Step = standing.Step + 1, Loss = loss, Elapsed = watch.Elapsed };
            progress?.Invoke(standing);
        }

        // What was learned by heart in the last steps is in the average too, and less of their noise.
        var after = ErrorOf(average.Network, corrected);
        WeightAverage.Copy(after < before ? average.Network : start.Network, network);
        network.to(CPU);
        return (before, after);
    }

    private static double RateAt(double share) => share < WarmUp
        ? (share + (WarmUp / 10)) / (WarmUp * 1.1)
        : LastRate + ((1 - LastRate) * 0.5 * (1 + Math.Cos(Math.PI * (share - WarmUp) / (1 - WarmUp))));

    // The mean absolute difference from the given masks, 0…1, over all pixels.
    private double ErrorOf(U2Net network, IReadOnlyList<FixExample> corrected)
    {
        using var scope = NewDisposeScope();
        using var mode = inference_mode();
        return corrected.Average(example =>
        {
            using var inner = NewDisposeScope();
            var pixels = empty([1, example.Input.Height, example.Input.Width, 3], ScalarType.Byte);
            example.Input.Pixels.Span.CopyTo(pixels.bytes);
            var mask = network.call(model.Description.Input.Encode(pixels.to(device))).Fused.sigmoid().cpu().contiguous();
            return MeanAbsoluteError.Of(mask.data<float>().ToArray(), example.Truth());
        });
    }

    private double Step(U2Net network, Adam optimizer, TrainingBatch batch)
    {
        using var scope = NewDisposeScope();
        using var owned = batch;
        optimizer.ClearGradients();
        var images = model.Description.Input.Encode(batch.Images.to(device)).to(settings.UsesBFloat16 ? bfloat16 : float32);
        var masks = batch.Masks.to(device).to(float32).DivideInPlace(255);
        var loss = DeepSupervisionLoss.Terms(network.call(images), masks, batch.Weights?.to(device), LossMixture.Default).sum();
        var value = loss.item<float>();
        if (!float.IsFinite(value))
        {
            throw new U2VideoException($"Learning diverged: the loss is {value}.");
        }

        loss.backward();
        optimizer.Step();
        return value;
    }
}
