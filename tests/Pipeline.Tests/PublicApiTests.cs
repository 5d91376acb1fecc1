using U2Video.Tests;

namespace U2Video.Pipeline.Tests;

public class PublicApiTests
{
    [Fact]
    public void Is_what_was_reviewed() => PublicApi.AssertReviewed(typeof(VideoPipeline).Assembly, "Pipeline.Tests");

    [Fact]
    public void Whoever_awaits_can_give_up() => PublicApi.AssertCancellable(typeof(VideoPipeline).Assembly);

    [Fact]
    public void It_says_for_how_many_threads_it_is() => PublicApi.AssertSaysForHowManyThreads(typeof(VideoPipeline).Assembly);
}
