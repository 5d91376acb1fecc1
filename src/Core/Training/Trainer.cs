using System.Diagnostics;
using TorchSharp;
using U2Video.Core.Checkpoints;
using U2Video.Core.Errors;
using U2Video.Core.Inference;
using U2Video.Core.Networks;
using U2Video.Core.Training.Data;
using static TorchSharp.torch;

namespace U2Video.Core.Training;

/// <summary>Trains a U²-Net: load, loop, validate, save.</summary>
public static class Trainer
{
    /// <summary>Runs a whole training. Synchronous and single-threaded but for reading pictures.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="device">Where the network is trained.</param>
    /// <param name="report">Called after every step and after every validation.</param>
    /// <param name="cancellation">Ends the run after the step; the best checkpoint so far stays.</param>
    /// <returns>The held-out figures of the checkpoint that was kept.</returns>
    /// <exception cref="U2VideoException">Options, data or start checkpoint cannot be used, or the loss is no number any more.</exception>
    public static MaskMetrics Run(TrainingOptions options, Device device, Action<TrainingProgress> report, CancellationToken cancellation)
    {
        options.Validate();
        random.manual_seed(options.Seed);
        var (training, heldOut) = Load(options);
        using var model = options.StartFrom is { } path ? U2NetModel.Load(path) : Fresh(options);
        var network = model.Network.to(device);
        MemoryLayout.ToChannelsLast(network);
        var description = model.Description with { InputSize = options.Size, Provenance = Describe(options, training.Count) };

        using var optimizer = optim.Adam(network.parameters(), options.LearningRate);
        var loader = new BatchLoader(training, options.Augmentation, options.Size, options.BatchSize);
        var steps = training.Count / options.BatchSize;
        var schedule = new OneCycle(options.LearningRate, steps * options.Epochs);
        var watch = new Stopwatch();
        MaskMetrics? best = null;

        for (var epoch = 1; epoch <= options.Epochs; epoch++)
        {
            network.train();
            watch.Start();
            var (step, lossSum) = (0, 0.0);
            foreach (var batch in loader.Epoch(options.Seed, epoch, 0, cancellation))
            {
                using var scope = NewDisposeScope();
                using var owned = batch;
                var images = description.Input.Encode(batch.Images.to(device));
                var masks = batch.Masks.to(device).to(float32).div_(255);

                schedule.Apply(optimizer, ((epoch - 1) * steps) + step);
                optimizer.zero_grad();
                var loss = DeepSupervisionLoss.Of(network.call(images), masks);
                loss.backward();
                optimizer.step();

                lossSum += CheckFinite(loss.item<float>(), epoch, ++step);
                report(new(epoch, options.Epochs, step, steps, lossSum / step, Speed(epoch, step), HeldOut: null));
            }

            watch.Stop();
            var metrics = Evaluation.Run(network, description, heldOut, options.Size, cancellation);
            if (best is null || metrics.MeanIntersectionOverUnion > best.MeanIntersectionOverUnion)
            {
                best = metrics;
                new U2NetModel(network, description).Save(options.OutputPath, options.Precision);
            }

            report(new(epoch, options.Epochs, steps, steps, lossSum / steps, Speed(epoch, steps), metrics));
        }

        return best!;

        double Speed(int epoch, int step) => (((epoch - 1) * steps) + step) * options.BatchSize / watch.Elapsed.TotalSeconds;
    }

    private static (IReadOnlyList<TrainingPair> Training, IReadOnlyList<TrainingPair> HeldOut) Load(TrainingOptions options)
    {
        var folders = DataFolder.OpenAll(options.DataFolders);
        DataCheck.ThrowIfAny([.. folders.SelectMany(folder => folder.Bad)]);
        var (training, heldOut, _) = DataSplit.Make(folders, SplitRule.EveryNth(options.HoldOutEvery), without: []);
        return training.Count >= options.BatchSize && heldOut.Count > 0
            ? (training, heldOut)
            : throw new InputException($"{training.Count} training and {heldOut.Count} held-out pairs are too few for batches of {options.BatchSize}.");
    }

    private static U2NetModel Fresh(TrainingOptions options) => new(
        new U2Net(options.Variant),
        new ModelDescription { Variant = options.Variant, Input = InputEncoding.Portrait, Output = OutputNormalization.None });

    private static string Describe(TrainingOptions options, int pairs) => FormattableString.Invariant(
        $"{pairs} pairs, {options.Size} px, {options.Epochs} epochs, batch {options.BatchSize}, Adam {options.LearningRate} one-cycle, seed {options.Seed}");

    private static double CheckFinite(float loss, int epoch, int step) => float.IsFinite(loss)
        ? loss
        : throw new U2VideoException($"Training diverged: the loss is {loss} in epoch {epoch}, batch {step}. Try a lower --lr.");
}
