namespace U2Video.Core.Tests.Torch;

/// <summary>
/// Collects garbage and runs finalizers without pause until it is disposed. What native code uses and nothing managed keeps alive is
/// then freed within milliseconds, where in a program it takes a busy machine and bad luck.
/// </summary>
internal sealed class RestlessCollector : IDisposable
{
    private readonly Thread _thread;
    private volatile bool _stopping;
    private long _collections;

    public RestlessCollector()
    {
        _thread = new Thread(Collect) { Name = "collector", IsBackground = true };
        _thread.Start();
    }

    /// <summary>How often it has collected.</summary>
    public long Collections => Interlocked.Read(ref _collections);

    public void Dispose()
    {
        _stopping = true;
        _thread.Join();
    }

    private void Collect()
    {
        while (!_stopping)
        {
            GC.Collect(0);
            GC.WaitForPendingFinalizers();
            Interlocked.Increment(ref _collections);
        }
    }
}
