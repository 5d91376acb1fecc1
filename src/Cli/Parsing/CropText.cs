using U2Video.Core.Data.Augmentations;
using U2Video.Core.Errors;

namespace U2Video.Cli.Parsing;

/// <summary><c>whole | fixed | resized[:SHARE]</c>.</summary>
internal static class CropText
{
    /// <summary>Random changes with the crop that a text asks for.</summary>
    /// <exception cref="UsageException">It is none of these.</exception>
    public static Augmentation Apply(Augmentation augmentation, string option, string text) => text.Split(':') switch
    {
        ["whole"] => augmentation with { Crop = CropMode.Whole },
        ["fixed"] => augmentation with { Crop = CropMode.Fixed },
        ["resized"] => augmentation with { Crop = CropMode.Resized },
        ["resized", var share] when NumberText.Real(share) is { } smallest =>
            augmentation with { Crop = CropMode.Resized, SmallestCrop = smallest },
        _ => throw new UsageException($"{option} {text}: give whole, fixed, resized or resized:SHARE."),
    };
}
