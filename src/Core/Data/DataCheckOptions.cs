using U2Video.Core.Data.Masks;
using U2Video.Core.Errors;

namespace U2Video.Core.Data;

/// <summary>How <see cref="DataCheck"/> checks data sets.</summary>
public sealed record DataCheckOptions
{
    /// <summary>What the values of masks mean; by default, all masks of a data set together decide it.</summary>
    public MaskValues MaskValues { get; init; } = new MaskValues.Auto();

    /// <summary>Whether masks without a subject are allowed, for pictures of scenes without people.</summary>
    public bool AllowEmpty { get; init; }

    /// <summary>
    /// Whether only masks are read, in order to decide what they mean: then only files without a partner are bad, and a mask that
    /// cannot be read is skipped.
    /// </summary>
    public bool MasksOnly { get; init; }

    /// <summary>The properties that messages name.</summary>
    internal static class Named
    {
        public static readonly PropertyName AllowEmpty = PropertyName.Of<DataCheckOptions>(nameof(DataCheckOptions.AllowEmpty));
    }
}
