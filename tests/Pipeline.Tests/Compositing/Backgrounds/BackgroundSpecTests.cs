using U2Video.Core.Errors;
using U2Video.Pipeline.Compositing.Backgrounds;

namespace U2Video.Pipeline.Tests.Compositing.Backgrounds;

public class BackgroundSpecTests
{
    [Theory]
    [InlineData("#ff8001", 255, 128, 1)]
    [InlineData("#FF8001", 255, 128, 1)]
    [InlineData("#f0a", 255, 0, 170)]
    public void Colors_are_read(string text, byte red, byte green, byte blue) =>
        Assert.Equal([red, green, blue], Assert.IsType<SolidBackgroundSpec>(BackgroundSpec.Parse(text)).Rgb);

    [Fact]
    public void Blurs_are_read()
    {
        Assert.Equal(new BlurBackgroundSpec(null), BackgroundSpec.Parse("blur"));
        Assert.Equal(new BlurBackgroundSpec(12.5), BackgroundSpec.Parse("blur:12.5"));
        Assert.Equal(new BlurBackgroundSpec(1), BackgroundSpec.Parse("blur:1"));
        Assert.Equal(new BlurBackgroundSpec(1000), BackgroundSpec.Parse("blur:1000"));
    }

    [Fact]
    public void A_file_is_taken_as_it_is()
    {
        var file = Path.GetTempFileName();
        Assert.Equal(new FileBackgroundSpec(file), BackgroundSpec.Parse(file));
        File.Delete(file);
    }

    [Theory]
    [InlineData("#12")]
    [InlineData("#12345g")]
    [InlineData("#1234567")]
    [InlineData("blur:")]
    [InlineData("blur:0")]
    [InlineData("blur:-3")]
    [InlineData("blur:1e9")]
    [InlineData("blur:x")]
    [InlineData("")]
    public void What_is_malformed_is_refused_in_one_line(string text)
    {
        var error = Assert.Throws<UsageException>(() => BackgroundSpec.Parse(text));

        Assert.StartsWith("--background", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Theory]
    [InlineData("blurred.png")]
    [InlineData("blur.mp4")]
    public void A_name_that_begins_as_a_blur_is_a_file(string name) =>
        Assert.Contains("no such file", Assert.Throws<InputException>(() => BackgroundSpec.Parse(name)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_file_that_is_not_there_and_a_folder_are_bad_input()
    {
        Assert.Contains("no such file", Assert.Throws<InputException>(() => BackgroundSpec.Parse("red")).Message, StringComparison.Ordinal);
        Assert.Contains("is a folder", Assert.Throws<InputException>(() => BackgroundSpec.Parse(Path.GetTempPath())).Message, StringComparison.Ordinal);
    }
}
