using System.Diagnostics;
using OpenCvSharp;
using TorchSharp;
using U2Video.Core.Training.Data.Masks;

namespace U2Video.Core.Training.Data;

/// <summary>
/// Reads and augments batches on worker threads, a few ahead of the network. What chance does to a picture depends on the
/// seed, the epoch and the picture alone, so that runs repeat, whatever the number of threads.
/// </summary>
/// <param name="pairs">What to read.</param>
/// <param name="augmentation">What chance does to each pair.</param>
/// <param name="size">The side of the square pictures, in pixels.</param>
/// <param name="batchSize">Pairs in a batch.</param>
/// <param name="workers">Threads that read, at least 1; each makes whole batches.</param>
internal sealed class BatchLoader(IReadOnlyList<TrainingPair> pairs, Augmentation augmentation, int size, int batchSize, int workers)
{
    // So many lie ready while every worker makes another one.
    private const int BatchesReady = 2;

    private readonly Stopwatch _waiting = new();

    /// <summary>As many workers as there are processors, up to four: more than that no network has been seen to need.</summary>
    public static int UsualWorkers => Math.Min(Environment.ProcessorCount, 4);

    /// <summary>Batches in an epoch.</summary>
    public int Batches => pairs.Count / batchSize;

    /// <summary>How long the consumer has waited for batches, all epochs together. It may be read while an epoch goes on.</summary>
    public TimeSpan Waited => _waiting.Elapsed;

    /// <summary>
    /// The batches of one epoch, each pair once; an incomplete last batch is left out. One epoch at a time. The consumer owns what it
    /// is given, and may stop at any batch: by then nothing is left running.
    /// </summary>
    /// <param name="seed">The seed of the run.</param>
    /// <param name="epoch">Another epoch has another order and other chances.</param>
    /// <param name="firstBatch">The batches before this one are neither given nor read, 0 is the beginning.</param>
    /// <param name="cancellation">Ends the epoch between two pictures.</param>
    /// <exception cref="Errors.InputException">A pair cannot be read; the batches before it have been given.</exception>
    public IEnumerable<TrainingBatch> Epoch(int seed, int epoch, int firstBatch, CancellationToken cancellation)
    {
        var order = Enumerable.Range(0, pairs.Count).ToArray();
        Chance.For(seed, epoch, -1).Shuffle(order);

        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var scheduler = new ConcurrentExclusiveSchedulerPair(TaskScheduler.Default, workers).ConcurrentScheduler;
        var ahead = new Queue<Task<TrainingBatch>>();
        var next = firstBatch;

        // OpenCV would divide each small operation among threads of its own: with several workers that costs a fifth of the time
        // in waiting for one another, and takes processors from the network.
        var openCvThreads = Cv2.GetNumThreads();
        Cv2.SetNumThreads(1);
        try
        {
            while (true)
            {
                for (; next < Batches && ahead.Count < workers + BatchesReady; next++)
                {
                    var indices = order.AsMemory(next * batchSize, batchSize);
                    ahead.Enqueue(Task.Factory.StartNew(
                        () => Read(indices.Span, seed, epoch, stop.Token), stop.Token, TaskCreationOptions.DenyChildAttach, scheduler));
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
                // Looked at, so that nobody reports it as overlooked: the consumer has gone, or has an earlier failure.
                _ = batch.Exception;
            }
        }
    }

    private TrainingBatch Read(ReadOnlySpan<int> indices, int seed, int epoch, CancellationToken cancellation)
    {
        var batch = new TrainingBatch(
            torch.empty([indices.Length, size, size, 3], torch.uint8),
            torch.empty([indices.Length, 1, size, size], torch.uint8),
            [.. indices.ToArray().Select(index => pairs[index].Name)]);
        var ignored = new byte[]?[indices.Length];
        try
        {
            for (var i = 0; i < indices.Length; i++)
            {
                cancellation.ThrowIfCancellationRequested();
                var (own, random) = (pairs[indices[i]], Chance.For(seed, epoch, indices[i]));
                var (image, mask) = augmentation.Make(
                    () => Picture.ReadPair(own), () => Picture.ReadPair(pairs[random.Next(pairs.Count)]), size, random);
                using (image)
                using (mask)
                {
                    Bytes(image).CopyTo(batch.Images.bytes.Slice(i * size * size * 3));
                    (var subject, ignored[i]) = MaskPlanes.Bytes(mask);
                    subject.CopyTo(batch.Masks.bytes.Slice(i * size * size));
                }
            }

            return PixelWeights.Of(ignored, size * size) is { } weights
                ? batch with { Weights = torch.tensor(weights, [indices.Length, 1, size, size]) }
                : batch;
        }
        catch
        {
            batch.Dispose();
            throw;
        }
    }

    private static unsafe ReadOnlySpan<byte> Bytes(Mat mat) => new(mat.DataPointer, checked((int)(mat.Total() * mat.ElemSize())));
}
