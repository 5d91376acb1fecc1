using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Tests.Media;

public sealed class NumberedNameTests
{
    [Theory]
    [InlineData("frame-%05d.png", 42, "frame-00042.png", "frame-%05d.png")]
    [InlineData("frame.####.exr", 7, "frame.0007.exr", "frame.%04d.exr")]
    [InlineData("%d.png", 1200, "1200.png", "%01d.png")]
    [InlineData("100%-##.png", 123, "100%-123.png", "100%%-%02d.png")]
    public void A_number_has_a_place(string pattern, int number, string name, string forFFmpeg)
    {
        var numbered = NumberedName.Of(pattern)!;

        Assert.Equal((name, forFFmpeg), (numbered.With(number), numbered.ForFFmpeg));
        Assert.Equal(number, numbered.NumberIn(name));
    }

    [Theory]
    [InlineData("frame.png")]
    [InlineData("title #1.png")]
    [InlineData("%03d-%03d.png")]
    [InlineData("%12d.png")]
    public void Other_names_have_none(string name) => Assert.Null(NumberedName.Of(name));

    [Theory]
    [InlineData("frame-42.png")]
    [InlineData("frame-000042.png")]
    [InlineData("frame-0004x.png")]
    [InlineData("other-00042.png")]
    [InlineData("frame-00042.jpg")]
    [InlineData("frame-.png")]
    public void A_name_that_is_written_otherwise_has_no_number(string name) =>
        Assert.Null(NumberedName.Of("frame-%05d.png")!.NumberIn(name));

    [Fact]
    public void The_last_number_of_a_name_is_its_frames()
    {
        Assert.Equal((new NumberedName("shot2.v3.", 4, ".exr"), 17), NumberedName.OfFrame("shot2.v3.0017.exr"));
        Assert.Null(NumberedName.OfFrame("IMG_20261128123456.jpg"));
        Assert.Null(NumberedName.OfFrame("face.png"));
    }

    [Fact]
    public void Names_are_ordered_as_people_count()
    {
        string[] ordered = ["a.png", "f01.png", "f1.png", "f2.png", "f9b.png", "f10.png", "f10b2.png", "f10b10.png", "g.png"];

        Assert.Equal(ordered, ordered.Reverse().Order(NaturalOrder.Instance));
        Assert.Equal(ordered, ordered.Order(StringComparer.Ordinal).Order(NaturalOrder.Instance));
    }
}
