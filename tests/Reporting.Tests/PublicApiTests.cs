using U2Video.Tests;

namespace U2Video.Reporting.Tests;

public class PublicApiTests
{
    [Fact]
    public void Is_what_was_reviewed() => PublicApi.AssertReviewed(typeof(TrainingReport).Assembly, "Reporting.Tests");
}
