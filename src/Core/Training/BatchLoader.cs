using System.Collections.Concurrent;
using OpenCvSharp;
using TorchSharp;

namespace U2Video.Core.Training;

/// <summary>
/// Reads and augments batches on a worker thread, a few ahead of the network. What chance does to a picture depends on the
/// seed, the epoch and the picture alone, so that runs repeat.
/// </summary>
/// <param name="pairs">What to read.</param>
/// <param name="augmentation">What chance does to each pair.</param>
/// <param name="size">The side of the square pictures, in pixels.</param>
/// <param name="batchSize">Pairs in a batch.</param>
internal sealed class BatchLoader(IReadOnlyList<TrainingPair> pairs, Augmentation augmentation, int size, int batchSize)
{
    private const int BatchesAhead = 4;

    /// <summary>The batches of one epoch, each pair once; an incomplete last batch is left out.</summary>
    public IEnumerable<TrainingBatch> Epoch(int seed, int epoch, CancellationToken cancellation)
    {
        var order = Enumerable.Range(0, pairs.Count).ToArray();
        RandomFor(seed, epoch, -1).Shuffle(order);

        using var ahead = new BlockingCollection<TrainingBatch>(BatchesAhead);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var worker = Task.Run(() => Produce(order, seed, epoch, ahead, stop.Token), CancellationToken.None);
        try
        {
            foreach (var batch in ahead.GetConsumingEnumerable(cancellation))
            {
                yield return batch;
            }

            worker.GetAwaiter().GetResult();
        }
        finally
        {
            stop.Cancel();
            ((IAsyncResult)worker).AsyncWaitHandle.WaitOne();
            while (ahead.TryTake(out var unused))
            {
                unused.Dispose();
            }
        }
    }

    private void Produce(int[] order, int seed, int epoch, BlockingCollection<TrainingBatch> ahead, CancellationToken cancellation)
    {
        try
        {
            foreach (var indices in order.Chunk(batchSize).Where(chunk => chunk.Length == batchSize))
            {
                ahead.Add(Read(indices, seed, epoch), cancellation);
            }
        }
        catch (OperationCanceledException)
        {
            // The reader has gone; what it left is disposed there.
        }
        finally
        {
            ahead.CompleteAdding();
        }
    }

    private TrainingBatch Read(int[] indices, int seed, int epoch)
    {
        var images = torch.empty([indices.Length, size, size, 3], torch.uint8);
        var masks = torch.empty([indices.Length, 1, size, size], torch.uint8);
        for (var i = 0; i < indices.Length; i++)
        {
            var random = RandomFor(seed, epoch, indices[i]);
            var (newImage, newMask) = augmentation.Make(
                () => ReadPair(pairs[indices[i]]), () => ReadPair(pairs[random.Next(pairs.Count)]), size, random);
            using (newImage)
            using (newMask)
            {
                Bytes(newImage).CopyTo(images.bytes.Slice(i * size * size * 3));
                Bytes(newMask).CopyTo(masks.bytes.Slice(i * size * size));
            }
        }

        return new TrainingBatch(images, masks);
    }

    private static (Mat Image, Mat Mask) ReadPair(TrainingPair pair) => (Picture.ReadImage(pair.ImagePath), Picture.ReadMask(pair.MaskPath));

    // Not HashCode.Combine, which differs from one process to the next.
    private static Random RandomFor(int seed, int epoch, int index) => new(unchecked((((seed * 7919) + epoch) * 1_000_003) + index));

    private static unsafe ReadOnlySpan<byte> Bytes(Mat mat) => new(mat.DataPointer, checked((int)(mat.Total() * mat.ElemSize())));
}
