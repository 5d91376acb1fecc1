using U2Video.Core.Inference;
using U2Video.Tests;

namespace U2Video.Core.Tests;

public class PublicApiTests
{
    [Fact]
    public void Is_what_was_reviewed() => PublicApi.AssertReviewed(typeof(MaskPredictor).Assembly, "Core.Tests");

    [Fact]
    public void Whoever_awaits_can_give_up() => PublicApi.AssertCancellable(typeof(MaskPredictor).Assembly);

    [Fact]
    public void It_says_for_how_many_threads_it_is() => PublicApi.AssertSaysForHowManyThreads(typeof(MaskPredictor).Assembly);
}
