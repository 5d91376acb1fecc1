using U2Video.Cli.Parsing;
using U2Video.Core.Errors;
using U2Video.Pipeline.Compositing.Backgrounds;

namespace U2Video.Cli.Tests.Parsing;

public class BackgroundTextTests
{
    [Theory]
    [InlineData("#ff8001", 255, 128, 1)]
    [InlineData("#FF8001", 255, 128, 1)]
    [InlineData("#f0a", 255, 0, 170)]
    public void Colors_are_read(string text, byte red, byte green, byte blue) =>
        Assert.Equal(BackgroundSpec.FromColor(red, green, blue), BackgroundText.Parse(text));

    [Fact]
    public void Blurs_are_read()
    {
        Assert.Equal(BackgroundSpec.Blur(), BackgroundText.Parse("blur"));
        Assert.Equal(BackgroundSpec.Blur(12.5), BackgroundText.Parse("blur:12.5"));
        Assert.Equal(BackgroundSpec.Blur(1), BackgroundText.Parse("blur:1"));
        Assert.Equal(BackgroundSpec.Blur(1000), BackgroundText.Parse("blur:1000"));
    }

    [Fact]
    public void A_file_is_taken_as_it_is()
    {
        var file = Path.GetTempFileName();
        Assert.Equal(BackgroundSpec.FromFile(file), BackgroundText.Parse(file));
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
        var error = Assert.Throws<UsageException>(() => BackgroundText.Parse(text));

        Assert.StartsWith("--background", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Theory]
    [InlineData("blurred.png")]
    [InlineData("blur.mp4")]
    public void A_name_that_begins_as_a_blur_is_a_file(string name) =>
        Assert.Contains("no such file", Assert.Throws<InputException>(() => BackgroundText.Parse(name)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_file_that_is_not_there_and_a_folder_are_bad_input()
    {
        Assert.Contains("no such file", Assert.Throws<InputException>(() => BackgroundText.Parse("red")).Message, StringComparison.Ordinal);
        var error = Assert.Throws<InputException>(() => BackgroundText.Parse(Path.GetTempPath()));
        Assert.Contains("is a folder", error.Message, StringComparison.Ordinal);
    }
}
