namespace U2Video.Core.Data;

/// <summary>The sides of the square pictures of a training's batches, in pixels; multiples of 32 if there are several.</summary>
/// <param name="Largest">The side of at least half of the batches.</param>
/// <param name="Smallest">The smallest side; 0 or <paramref name="Largest"/>: all batches have the largest.</param>
internal readonly record struct TrainingSizes(int Largest, int Smallest = 0)
{
    private const int Step = 32;

    // Pairs have the indices from 0 and the order of an epoch has -1, so batches count downwards from here.
    private const int FirstBatch = -2;

    /// <summary>
    /// The side of one batch, which depends only on the seed, the epoch and the batch. Half of the batches have the largest side, because
    /// that is the size at which the network is used most; the others have any, each as often as the others.
    /// </summary>
    public int Draw(int seed, int epoch, int batch)
    {
        if (Smallest == 0 || Smallest == Largest)
        {
            return Largest;
        }

        var random = SeededRandom.For(seed, epoch, FirstBatch - batch);
        return random.Next(2) == 0 ? Largest : Smallest + (Step * random.Next(((Largest - Smallest) / Step) + 1));
    }
}
