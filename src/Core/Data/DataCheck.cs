using U2Video.Core.Data.Masks;
using U2Video.Core.Errors;

namespace U2Video.Core.Data;

/// <summary>
/// Reads every pair once before a training, so that damaged files and misread masks are found before hours of work and not after.
/// </summary>
/// <param name="Folders">The data sets; their pairs now have the meaning of their masks' values.</param>
/// <param name="Bad">Every pair that cannot be used, including files without a partner, folder by folder.</param>
/// <param name="Notices">What the user should know about the masks, one line each.</param>
public sealed record DataCheck(IReadOnlyList<DataFolder> Folders, IReadOnlyList<BadPair> Bad, IReadOnlyList<MessageText> Notices)
{
    /// <summary>Decodes both files of every pair, as training does, and looks at the masks.</summary>
    /// <param name="folders">The data sets.</param>
    /// <param name="options">What the masks mean and which pairs are allowed.</param>
    /// <param name="progress">Gets the number of checked pairs now and then, from several threads; may be null.</param>
    /// <param name="cancellation">Ends the check between two pairs.</param>
    /// <returns>The data sets with what their masks mean, and the pairs that cannot be used.</returns>
    /// <exception cref="InputException">It is not clear what the masks of a data set mean, and the options do not tell.</exception>
    public static DataCheck Run(
        IReadOnlyList<DataFolder> folders,
        DataCheckOptions options,
        Action<int>? progress = null,
        CancellationToken cancellation = default) =>
        Run(folders, options, Environment.ProcessorCount, progress, cancellation);

    internal static DataCheck Run(
        IReadOnlyList<DataFolder> folders, DataCheckOptions options, int workers, Action<int>? progress, CancellationToken cancellation)
    {
        var seen = 0;
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = cancellation };
        var (decided, bad, notices) = (new List<DataFolder>(), new List<BadPair>(), new List<MessageText>());
        foreach (var folder in folders)
        {
            var survey = new MaskSurvey(folder.Path);
            var asked = folder.MasksAreAlpha ? folder : folder.Meaning(options.MaskValues);
            var looks = new Look[asked.Pairs.Count];
            Parallel.For(0, looks.Length, parallel, index =>
            {
                looks[index] = LookAt(asked.Pairs[index], survey, options.MasksOnly);
                progress?.Invoke(Interlocked.Increment(ref seen));
            });

            var (meaning, lines) = folder.MasksAreAlpha ? (new MaskValues.Alpha(), []) : survey.Decide(options.MaskValues);
            var meant = folder.Meaning(meaning);
            decided.Add(meant);
            notices.AddRange(lines);
            bad.AddRange(folder.Bad);
            if (!options.MasksOnly)
            {
                bad.AddRange(meant.Pairs.Zip(looks, (pair, look) => Judge(pair, look, options.AllowEmpty)).OfType<BadPair>());
            }
        }

        return new DataCheck(decided, bad, notices);
    }

    private static Look LookAt(TrainingPair pair, MaskSurvey survey, bool maskOnly)
    {
        try
        {
            if (maskOnly)
            {
                using var alone = Picture.ReadRawMask(pair);
                return new Look(survey.Add(MaskSight.Of(alone)), null);
            }

            var (image, mask) = Picture.ReadRaw(pair);
            using (image)
            using (mask)
            {
                return new Look(survey.Add(MaskSight.Of(mask)), null);
            }
        }
        catch (InputException error)
        {
            return new Look(null, error.Message);
        }
    }

    private static BadPair? Judge(TrainingPair pair, Look look, bool allowEmpty) =>
        look.Fault is not null ? new BadPair(pair.Name, $"{look.Fault}", pair)
        : allowEmpty || look.Sight!.ShowsSubject(pair.Values) ? null
        : new BadPair(
            pair.Name,
            $"{pair.MaskPath}: shows no subject; {look.Sight.WhyNoSubject(pair.Values)}. "
            + $"{DataCheckOptions.Named.AllowEmpty} takes such masks.",
            pair);

    private sealed record Look(MaskSight? Sight, string? Fault);
}
