using U2Video.Core.Data.Masks;
using U2Video.Core.Errors;

namespace U2Video.Core.Data;

/// <summary>How <see cref="DataCheck"/> looks at data sets.</summary>
public sealed record DataCheckOptions
{
    /// <summary>What the values of masks mean; by default that is decided for each data set by looking at all of its masks.</summary>
    public MaskValues MaskValues { get; init; } = new MaskValues.Auto();

    /// <summary>Whether masks without a subject are wanted: pictures of scenes with nobody in them.</summary>
    public bool AllowEmpty { get; init; }

    /// <summary>
    /// Whether masks alone are read, and only to decide what they mean: no pair is bad then but those without a partner, and a mask that
    /// cannot be read is passed over.
    /// </summary>
    public bool MasksOnly { get; init; }

    /// <summary>The properties that messages name.</summary>
    internal static class Named
    {
        public static readonly PropertyName AllowEmpty = PropertyName.Of<DataCheckOptions>(nameof(DataCheckOptions.AllowEmpty));
    }
}
