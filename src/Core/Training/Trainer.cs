using U2Video.Core.Data;
using U2Video.Core.Errors;
using U2Video.Core.Models;
using U2Video.Core.Networks;
using U2Video.Core.Torch;
using U2Video.Core.Training.Losses;
using static TorchSharp.torch;

namespace U2Video.Core.Training;

/// <summary>
/// Trains a U²-Net: load, loop, validate, save. Only one training may run at a time, because a process has one random generator.
/// </summary>
public static class Trainer
{
    /// <summary>Runs a training to its end. Everything except reading pictures happens on the calling thread.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="device">Where the network is trained.</param>
    /// <param name="observers">Called after every step and after every epoch, in order.</param>
    /// <param name="cancellation">Ends the run after the current step, with everything saved that is needed to resume.</param>
    /// <returns>The validation figures of the checkpoint that was kept.</returns>
    /// <exception cref="U2VideoException">Options, data or checkpoint cannot be used, or the loss became NaN or infinite.</exception>
    /// <exception cref="OperationCanceledException">The run was interrupted.</exception>
    public static MaskMetrics Run(
        TrainingOptions options, Device device, IReadOnlyList<ITrainingObserver> observers, CancellationToken cancellation = default)
    {
        options.Validate();
        var recipe = options.Recipe;
        var workers = options.Workers ?? BatchLoader.UsualWorkers;
        var views = recipe.TemporalWeight > 0 ? 2 : 1;
        var sizes = new TrainingSizes(recipe.Size, recipe.SmallestSize);
        var loader = new BatchLoader(options.Training, recipe.Augmentation, sizes, recipe.BatchSize, workers, views);
        var steps = options.StepsPerEpoch;
        if (steps == 0 || options.Validation.Count == 0)
        {
            throw new InputException(
                $"{options.Training.Count} training and {options.Validation.Count} validation pairs are too few "
                + $"for steps of {recipe.BatchSize * recipe.Accumulation}.");
        }

        using var state = options.Resume ? TrainingState.Resume(options, device) : TrainingState.Start(options, loader, device);
        using var weights = tensor(recipe.LossWeights.Select(weight => (float)weight).ToArray(), device: device);
        var clock = new TrainingClock(recipe, steps, loader);
        if (!options.Resume && options.StartFrom is not null)
        {
            var start = MeasureStart(state, options, cancellation);
            foreach (var observer in observers)
            {
                observer.OnStart(start);
            }
        }

        while (state.Epoch <= recipe.Epochs && !(state.EpochsWithoutBest >= options.Patience))
        {
            SetTraining(state.Network, options);
            var batches = loader.Epoch(options.Seed, state.Epoch, state.Step * recipe.Accumulation, CancellationToken.None);
            foreach (var group in batches.Chunk(recipe.Accumulation).Take(steps - state.Step))
            {
                var rate = SetRate(state, recipe, steps);
                var loss = Step(state, recipe, ((state.Epoch - 1L) * steps) + state.Step, group, weights, device);
                var record = clock.Record(state, loss, rate);
                foreach (var observer in observers)
                {
                    observer.OnStep(record);
                }

                if (cancellation.IsCancellationRequested || clock.IsTimeToSave(options.SaveEvery))
                {
                    state.Save(options);
                    cancellation.ThrowIfCancellationRequested();
                }
            }

            // Saved before the validation, because that can be interrupted.
            state.Save(options);
            var finished = FinishEpoch(state, options, clock, cancellation);
            foreach (var observer in observers)
            {
                observer.OnEpoch(finished);
            }
        }

        return state.Best!;
    }

    /// <summary>Measures the weights that a fine-tuning begins with, and keeps them, so that the run never ends with worse ones.</summary>
    private static StartRecord MeasureStart(TrainingState state, TrainingOptions options, CancellationToken cancellation)
    {
        var (loss, metrics) = Validation.Run(state.Result, state.Description, options.Validation, options.Recipe.Loss, cancellation);
        Keep(state, options, metrics);
        return new StartRecord(loss, metrics, state.HasRestoredBatchNorm);
    }

    private static void Keep(TrainingState state, TrainingOptions options, MaskMetrics metrics)
    {
        state.Best = metrics;
        new U2NetModel(state.Result, state.Description).Save(options.OutputPath, options.Precision);
    }

    /// <summary>One step of the optimizer, with the mean of the batches' gradients.</summary>
    /// <returns>The mean loss of the batches.</returns>
    private static LossTerms Step(
        TrainingState state, Recipe recipe, long stepIndex, TrainingBatch[] batches, Tensor weights, Device device)
    {
        using var scope = NewDisposeScope();
        state.Optimizer.ClearGradients();
        var sums = new double[LossTerms.Count];
        foreach (var batch in batches)
        {
            using var inner = NewDisposeScope();
            using var owned = batch;
            var activations = recipe.Activations == ActivationType.Bf16 ? bfloat16 : float32;
            var images = state.Description.Input.Encode(batch.Images.to(device)).to(activations);
            var masks = batch.Masks.to(device).to(float32).DivideInPlace(255);
            var known = batch.Weights?.to(device);
            var output = state.Network.call(images);
            var terms = DeepSupervisionLoss.Terms(output, masks, known, recipe.Loss);
            var loss = terms.mul(weights).sum();
            if (recipe.TemporalWeight > 0)
            {
                loss = loss.Plus(TemporalConsistency.Of(output.Fused, masks, known).Times(recipe.TemporalWeight));
            }

            CheckFinite(loss, state, batch);
            loss.DividedBy(batches.Length).backward();
            Add(sums, DeepSupervisionLoss.ToRecord(terms), 1.0 / batches.Length);
        }

        if (recipe.GradientLimit > 0)
        {
            state.Optimizer.ClipGradients(recipe.GradientLimit);
        }

        state.Optimizer.Step();
        state.Average?.Update(state.Network, stepIndex + 1);
        state.Step++;
        var mean = new LossTerms(sums);
        Add(state.LossSums, mean, 1);
        return mean;
    }

    /// <summary>Validates, keeps the checkpoint if it is the best, and begins the next epoch.</summary>
    private static EpochRecord FinishEpoch(
        TrainingState state, TrainingOptions options, TrainingClock clock, CancellationToken cancellation)
    {
        using var pause = clock.Pause();
        var (validation, metrics) = Validation.Run(state.Result, state.Description, options.Validation, options.Recipe.Loss, cancellation);
        var isBest = state.Best is not { } best || metrics.MeanIntersectionOverUnion > best.MeanIntersectionOverUnion;
        var record = new EpochRecord(
            state.Epoch,
            options.Recipe.Epochs,
            new LossTerms([.. state.LossSums.Select(sum => sum / state.Step)]),
            validation,
            metrics,
            state.Optimizer.LearningRate,
            clock.PicturesPerSecond,
            clock.WaitingShare,
            isBest);
        if (isBest)
        {
            Keep(state, options, metrics);
        }

        state.GoToNextEpoch(isBest);
        state.Save(options);
        return record;
    }

    private static void SetTraining(U2Net network, TrainingOptions options)
    {
        network.train();
        if (options.FreezeEncoder)
        {
            network.FreezeEncoder();
        }
    }

    private static double SetRate(TrainingState state, Recipe recipe, int steps)
    {
        var rate = recipe.LearningRate * recipe.Schedule.At(((state.Epoch - 1L) * steps) + state.Step, steps, recipe.Epochs);
        state.Optimizer.LearningRate = rate;
        return rate;
    }

    private static void Add(double[] sums, LossTerms loss, double share)
    {
        for (var i = 0; i < sums.Length; i++)
        {
            sums[i] += share * loss.Terms[i];
        }
    }

    private static void CheckFinite(Tensor loss, TrainingState state, TrainingBatch batch)
    {
        if (!float.IsFinite(loss.item<float>()))
        {
            throw new U2VideoException(
                $"Training diverged: the loss is {loss.item<float>()} in epoch {state.Epoch}, step {state.Step + 1}, "
                + $"on {string.Join(", ", batch.Names)}. The checkpoints are from before that; try a lower {Recipe.Named.LearningRate}.");
        }
    }
}
