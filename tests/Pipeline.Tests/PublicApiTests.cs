using U2Video.Tests;

namespace U2Video.Pipeline.Tests;

public class PublicApiTests
{
    [Fact]
    public void Is_what_was_reviewed() => PublicApi.AssertReviewed(typeof(VideoPipeline).Assembly, "Pipeline.Tests");
}
