using U2Video.Tests;

namespace U2Video.Core.Tests.Torch;

public sealed class SmallHeapTests
{
    [Fact]
    public Task Reference_checkpoints_give_the_reference_s_masks_where_garbage_is_collected_all_the_time() =>
        SmallHeap.AssertPassesAsync("*.ReferenceTests");
}
