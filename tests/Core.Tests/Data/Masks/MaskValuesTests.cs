using U2Video.Core.Data.Masks;

namespace U2Video.Core.Tests.Data.Masks;

public class MaskValuesTests
{
    [Fact]
    public void Ranges_hold_their_ends_and_what_is_ignored_is_no_subject()
    {
        var labels = new MaskValues.Labels([(1, 1), (3, 5), (250, 255)], IgnoresHighest: true);

        Assert.Equal([1, 3, 4, 5, 250, 254], new[] { 0, 1, 2, 3, 4, 5, 6, 250, 254, 255 }.Where(value => labels.IsSubject(value, 255)));
    }
}
