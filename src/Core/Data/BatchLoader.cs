using System.Diagnostics;
using OpenCvSharp;
using TorchSharp;
using U2Video.Core.Data.Augmentations;
using U2Video.Core.Data.Masks;

namespace U2Video.Core.Data;

/// <summary>
/// Reads and augments batches on worker threads, a few ahead of the network. The random changes of a picture depend only on the
/// seed, the epoch and the picture, so that runs are repeatable with any number of threads.
/// </summary>
/// <param name="pairs">The pairs to read.</param>
/// <param name="augmentation">The random changes of each pair.</param>
/// <param name="sizes">The sides of the square pictures, in pixels.</param>
/// <param name="batchSize">Pairs in a batch.</param>
/// <param name="workers">Threads that read, at least 1; each makes whole batches.</param>
/// <param name="views">
/// 1; or 2 for a second view of each pair: the next frame if the pair belongs to a clip, otherwise the same picture moved a little.
/// </param>
internal sealed class BatchLoader(
    IReadOnlyList<TrainingPair> pairs, Augmentation augmentation, TrainingSizes sizes, int batchSize, int workers, int views = 1)
{
    // The number of finished batches that wait while every worker makes another one.
    private const int BatchesReady = 2;

    private readonly Stopwatch _waiting = new();
    private readonly ClipOrder _clips = new(views > 1 ? pairs : []);

    /// <summary>As many workers as processors, up to four; more have not been needed so far.</summary>
    public static int UsualWorkers => Math.Min(Environment.ProcessorCount, 4);

    /// <summary>Batches in an epoch.</summary>
    public int Batches => pairs.Count / batchSize;

    /// <summary>How long the consumer has waited for batches, over all epochs. It may be read during an epoch.</summary>
    public TimeSpan Waited => _waiting.Elapsed;

    /// <summary>
    /// The batches of one epoch, with each pair once; an incomplete last batch is left out. Only one epoch may run at a time. The consumer
    /// owns the batches, and may stop at any batch; then nothing is left running.
    /// </summary>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="epoch">The epoch's number; each epoch has its own order and random changes.</param>
    /// <param name="firstBatch">The first batch to read; the batches before it are skipped. 0 is the beginning.</param>
    /// <param name="cancellation">Ends the epoch between two pictures.</param>
    /// <exception cref="Errors.InputException">A pair cannot be read; the batches before it have been given.</exception>
    public IEnumerable<TrainingBatch> Epoch(int seed, int epoch, int firstBatch, CancellationToken cancellation)
    {
        var order = Enumerable.Range(0, pairs.Count).ToArray();
        SeededRandom.For(seed, epoch, -1).Shuffle(order);

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var scheduler = new ConcurrentExclusiveSchedulerPair(TaskScheduler.Default, workers).ConcurrentScheduler;
        var ahead = new Queue<Task<TrainingBatch>>();
        var next = firstBatch;

        // OpenCV would divide each small operation among its own threads: with several workers that costs a fifth of the time
        // by waiting, and takes processors from the network.
        var openCvThreads = Cv2.GetNumThreads();
        Cv2.SetNumThreads(1);
        try
        {
            while (true)
            {
                for (; next < Batches && ahead.Count < workers + BatchesReady; next++)
                {
                    var indices = order.AsMemory(next * batchSize, batchSize);
                    var size = sizes.Draw(seed, epoch, next);
                    ahead.Enqueue(Task.Factory.StartNew(
                        () => Read(indices.Span, size, seed, epoch, stop.Token),
                        stop.Token,
                        TaskCreationOptions.DenyChildAttach,
                        scheduler));
                }

                if (ahead.Count == 0)
                {
                    yield break;
                }

                yield return Await(ahead.Dequeue());
            }
        }
        finally
        {
            stop.Cancel();
            Discard(ahead);
            Cv2.SetNumThreads(openCvThreads);
        }
    }

    private TrainingBatch Await(Task<TrainingBatch> batch)
    {
        _waiting.Start();
        try
        {
            return batch.GetAwaiter().GetResult();
        }
        finally
        {
            _waiting.Stop();
        }
    }

    private static void Discard(IEnumerable<Task<TrainingBatch>> unwanted)
    {
        foreach (var batch in unwanted)
        {
            ((IAsyncResult)batch).AsyncWaitHandle.WaitOne();
            if (batch.IsCompletedSuccessfully)
            {
                batch.Result.Dispose();
            }
            else
            {
                // Observe the exception, so that it is not reported as unobserved: the consumer has stopped, or has an earlier failure.
                _ = batch.Exception;
            }
        }
    }

    private TrainingBatch Read(ReadOnlySpan<int> indices, int size, int seed, int epoch, CancellationToken cancellation)
    {
        var pictures = views * indices.Length;
        var batch = new TrainingBatch(
            torch.empty([pictures, size, size, 3], torch.uint8),
            torch.empty([pictures, 1, size, size], torch.uint8),
            [.. indices.ToArray().Select(index => pairs[index].Name)]);
        var ignored = new byte[]?[pictures];
        try
        {
            for (var i = 0; i < indices.Length; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                foreach (var (view, example) in Views(indices[i], size, seed, epoch).Index())
                {
                    var place = (view * indices.Length) + i;
                    var (image, mask) = example;
                    using (image)
                    using (mask)
                    {
                        Bytes(image).CopyTo(batch.Images.bytes.Slice(place * size * size * 3));
                        (var subject, ignored[place]) = MaskPlanes.Bytes(mask);
                        subject.CopyTo(batch.Masks.bytes.Slice(place * size * size));
                    }
                }
            }

            return PixelWeights.Of(ignored, size * size) is { } weights
                ? batch with { Weights = torch.tensor(weights, [pictures, 1, size, size]) }
                : batch;
        }
        catch
        {
            batch.Dispose();
            throw;
        }
    }

    private List<(Mat Image, Mat Mask)> Views(int index, int size, int seed, int epoch)
    {
        var examples = new List<(Mat Image, Mat Mask)> { Example(pairs[index], size, SeededRandom.For(seed, epoch, index)) };
        if (views > 1)
        {
            // The same random numbers again, so that the next frame is cropped, mirrored and colored like this one.
            var random = SeededRandom.For(seed, epoch, index);
            try
            {
                examples.Add(_clips.After(pairs[index]) is { } next
                    ? Example(next, size, random)
                    : KnownMotion.Apply(examples[0].Image, examples[0].Mask, random));
            }
            catch
            {
                examples[0].Image.Dispose();
                examples[0].Mask.Dispose();
                throw;
            }
        }

        return examples;
    }

    private (Mat Image, Mat Mask) Example(TrainingPair pair, int size, Random random) =>
        augmentation.Make(() => Picture.ReadPair(pair), () => Picture.ReadPair(pairs[random.Next(pairs.Count)]), size, random);

    private static unsafe ReadOnlySpan<byte> Bytes(Mat mat) => new(mat.DataPointer, checked((int)(mat.Total() * mat.ElemSize())));
}
