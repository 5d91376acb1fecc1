namespace U2Video.Core.Tests.Torch;

/// <summary>Garbage is not collected until it is disposed, so that what TorchSharp does not keep alive is alive all the same.</summary>
internal sealed class NoCollections : IDisposable
{
    private const long ManagedBytes = 64 << 20;

    public NoCollections()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Assert.True(GC.TryStartNoGCRegion(ManagedBytes), "There is not enough memory to do without collections.");
    }

    public void Dispose() => GC.EndNoGCRegion();
}
