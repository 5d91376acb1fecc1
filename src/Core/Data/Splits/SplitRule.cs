using U2Video.Core.Errors;

namespace U2Video.Core.Data.Splits;

/// <summary>How a data set is split: one of a closed set of rules. Its text names the rule and its numbers.</summary>
public abstract record SplitRule
{
    /// <summary>The name of a property or option of this type, for messages.</summary>
    internal static readonly PropertyName Named = PropertyName.Of<SplitRule>();

    private protected SplitRule()
    {
    }

    /// <summary>The n-th, the 2n-th, … pair by name (ordinal order) is for validation, the others are for training.</summary>
    /// <param name="n">At least 2.</param>
    /// <exception cref="UsageException">It is less than 2.</exception>
    public static SplitRule EveryNth(int n) =>
        n >= 2 ? new EveryNthRule(n) : throw new UsageException($"Every {n}th pair cannot be held out: give at least 2.");

    /// <summary>
    /// In the order of the numbers in their names (2 before 10), the first pairs are for training, the next for validation, and the
    /// next for test; the rest is not used.
    /// </summary>
    /// <param name="training">At least 1.</param>
    /// <param name="validation">At least 0.</param>
    /// <param name="test">At least 0.</param>
    /// <exception cref="UsageException">A number is too small, or the sum exceeds an <see cref="int"/>.</exception>
    public static SplitRule Counts(int training, int validation, int test) =>
        training >= 1 && validation >= 0 && test >= 0 && (long)training + validation + test <= int.MaxValue
            ? new CountsRule(training, validation, test)
            : throw new UsageException($"A split of {training}, {validation} and {test} pairs cannot be made: give at least 1, 0 and 0.");

    /// <summary>A share for validation and one for test are drawn at random; the rest is for training.</summary>
    /// <param name="validation">0…1, below 1.</param>
    /// <param name="test">0…1; the sum is below 1.</param>
    /// <param name="seed">The same seed draws the same pairs.</param>
    /// <exception cref="UsageException">A share is out of range.</exception>
    public static SplitRule Fractions(double validation, double test, int seed = 1) =>
        validation >= 0 && test >= 0 && validation + test < 1
            ? new FractionsRule(validation, test, seed)
            : throw new UsageException(FormattableString.Invariant(
                $"Shares of {validation} and {test} cannot be held out: give numbers from 0, in sum below 1."));

    /// <summary>
    /// A text file assigns the pairs: the headings <c>[train]</c>, <c>[valid]</c> and <c>[test]</c>, and below each of them one name
    /// without extension per line; a pair that is not in the file is not used.
    /// </summary>
    public static SplitRule ListFile(string path) =>
        path.Length > 0 ? new ListFileRule(path) : throw new UsageException("A split by list needs the name of the file.");

    /// <summary>Splits the names of each data set.</summary>
    internal abstract IReadOnlyList<NameSplit> Divide(IReadOnlyList<PairNames> sets);
}
