using OpenCvSharp;
using U2Video.Core.Errors;

namespace U2Video.Core.Training.Data;

/// <summary>Reads every pair once, before hours are spent on a data set that fails in the middle.</summary>
public static class DataCheck
{
    // As the metrics see it: below one half is background. A mask of 0 and 1 instead of 0 and 255 shows here.
    private const double FaintestSubject = 127.5;

    /// <summary>Decodes both files of every pair, as training does, and looks at the masks.</summary>
    /// <param name="folders">The data sets.</param>
    /// <param name="progress">Told now and then how many pairs have been looked at, from several threads; may be null.</param>
    /// <param name="cancellation">Ends the check between two pairs.</param>
    /// <returns>Every pair that cannot be used, those without a partner among them, folder by folder; none is best.</returns>
    public static IReadOnlyList<BadPair> Run(IReadOnlyList<DataFolder> folders, Action<int>? progress, CancellationToken cancellation) =>
        Run(folders, Environment.ProcessorCount, progress, cancellation);

    /// <summary>Ends with an error if there are bad pairs.</summary>
    /// <exception cref="InputException">There are.</exception>
    public static void ThrowIfAny(IReadOnlyList<BadPair> bad)
    {
        if (bad.Count > 0)
        {
            throw new InputException(
                $"{bad.Count} pairs cannot be used, first of all: {bad[0]} Mend them, or go on without them by --skip-bad.");
        }
    }

    internal static IReadOnlyList<BadPair> Run(
        IReadOnlyList<DataFolder> folders, int workers, Action<int>? progress, CancellationToken cancellation)
    {
        var seen = 0;
        return [.. folders.SelectMany(folder => folder.Bad.Concat(Check(folder.Pairs)))];

        IEnumerable<BadPair> Check(IReadOnlyList<TrainingPair> pairs)
        {
            var found = new BadPair?[pairs.Count];
            var options = new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = cancellation };
            Parallel.For(0, pairs.Count, options, index =>
            {
                found[index] = Look(pairs[index]);
                progress?.Invoke(Interlocked.Increment(ref seen));
            });
            return found.OfType<BadPair>();
        }
    }

    private static BadPair? Look(TrainingPair pair)
    {
        try
        {
            var (image, mask) = Picture.ReadPair(pair);
            using (image)
            using (mask)
            {
                Cv2.MinMaxIdx(mask, out _, out var strongest);
                return strongest > FaintestSubject
                    ? null
                    : new BadPair(pair.Name, $"{pair.MaskPath}: shows no subject; its highest value is {strongest} of 255.", pair);
            }
        }
        catch (InputException error)
        {
            return new BadPair(pair.Name, error.Message, pair);
        }
    }
}
