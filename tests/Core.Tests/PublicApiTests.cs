using U2Video.Core.Inference;
using U2Video.Tests;

namespace U2Video.Core.Tests;

public class PublicApiTests
{
    [Fact]
    public void Is_what_was_reviewed() => PublicApi.AssertReviewed(typeof(MaskPredictor).Assembly, "Core.Tests");
}
