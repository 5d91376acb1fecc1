using U2Video.Cli.Parsing;
using U2Video.Core.Data.Augmentations;
using U2Video.Core.Errors;

namespace U2Video.Cli.Tests.Parsing;

public class CropTextTests
{
    private static readonly Augmentation Before = Augmentation.None with { SmallestCrop = 0.3 };

    [Fact]
    public void Crops_are_read()
    {
        Assert.Equal(Before with { Crop = CropMode.Whole }, CropText.Apply(Before, "--crop", "whole"));
        Assert.Equal(Before with { Crop = CropMode.Fixed }, CropText.Apply(Before, "--crop", "fixed"));
        Assert.Equal(Before with { Crop = CropMode.Resized }, CropText.Apply(Before, "--crop", "resized"));
        Assert.Equal(Before with { Crop = CropMode.Resized, SmallestCrop = 0.6 }, CropText.Apply(Before, "--crop", "resized:0.6"));
    }

    [Theory]
    [InlineData("half")]
    [InlineData("resized:")]
    [InlineData("resized:0,6")]
    [InlineData("whole:1")]
    public void Other_texts_are_refused(string text)
    {
        var error = Assert.Throws<UsageException>(() => CropText.Apply(Before, "--crop", text));

        Assert.StartsWith($"--crop {text}: give whole, fixed", error.Message, StringComparison.Ordinal);
    }
}
