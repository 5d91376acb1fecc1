using U2Video.Tests;

namespace U2Video.Reporting.Tests;

public class PublicApiTests
{
    [Fact]
    public void Is_what_was_reviewed() => PublicApi.AssertReviewed(typeof(TrainingReport).Assembly, "Reporting.Tests");

    [Fact]
    public void It_says_for_how_many_threads_it_is() => PublicApi.AssertSaysForHowManyThreads(typeof(TrainingReport).Assembly);
}
