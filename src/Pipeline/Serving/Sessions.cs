namespace U2Video.Pipeline.Serving;

/// <summary>The clients that are connected, each with its thread.</summary>
internal sealed class Sessions
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ClientSession, Thread> _all = [];

    /// <summary>Whether there is a client.</summary>
    public bool Any
    {
        get
        {
            lock (_lock)
            {
                return _all.Count > 0;
            }
        }
    }

    /// <summary>Answers a client in a new thread.</summary>
    /// <param name="session">The client; it is taken over.</param>
    public void Start(ClientSession session)
    {
        var thread = new Thread(() => Run(session)) { Name = "client", IsBackground = true };
        lock (_lock)
        {
            _all.Add(session, thread);
        }

        thread.Start();
    }

    /// <summary>Ends all connections, and waits until their threads have ended.</summary>
    public void EndAll()
    {
        Thread[] threads;
        lock (_lock)
        {
            threads = [.. _all.Values];
            foreach (var session in _all.Keys)
            {
                session.End();
            }
        }

        foreach (var thread in threads)
        {
            thread.Join();
        }
    }

    private void Run(ClientSession session)
    {
        try
        {
            session.Run();
        }
        finally
        {
            lock (_lock)
            {
                _all.Remove(session);
                session.Dispose();
            }
        }
    }
}
