using System.Diagnostics;
using U2Video.Client;
using U2Video.Core.Errors;
using U2Video.Core.Inference;

namespace U2Video.Pipeline.Serving;

/// <summary>
/// Mattes frames for other processes of the same user, which connect through a Unix socket: plugins of video programs. All of them share
/// the networks. docs/plugin.md describes the protocol, and the client is <see cref="WorkerClient"/>.
/// </summary>
/// <remarks>Its methods may be called from several threads; each call is a worker.</remarks>
/// <param name="open">Opens a network that a client asks for; the worker owns it then.</param>
internal sealed class MatteWorker(Func<NetworkChoice, CancellationToken, Task<MaskPredictor>> open)
{
    private static readonly TimeSpan AcceptInterval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan LockInterval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestWaitForLock = TimeSpan.FromSeconds(10);

    /// <summary>How long the worker waits without a client before it ends; at first 30 s.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Answers clients until there was none for as long as <see cref="Idle"/>.</summary>
    /// <param name="socket">The path of the socket; null for the place where clients look for it.</param>
    /// <param name="listening">
    /// Called when clients can connect, with a line for the process's standard output, which a client that started the process waits for;
    /// not called if another worker already listens there.
    /// </param>
    /// <param name="cancellation">Ends the worker and all of its connections.</param>
    /// <exception cref="U2VideoException">The socket cannot be made.</exception>
    public Task RunAsync(string? socket, Action<string> listening, CancellationToken cancellation = default) =>
        Task.Factory.StartNew(
            () => Run(socket, listening, cancellation), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private void Run(string? socket, Action<string> listening, CancellationToken cancellation)
    {
        try
        {
            var path = Path.GetFullPath(socket ?? WorkerPlace.FindSocket());
            using var ownership = TakeOwnership(path, cancellation);
            if (ownership is not null)
            {
                Serve(path, listening, cancellation);
            }
        }
        catch (WorkerException failure)
        {
            throw new U2VideoException(failure.Message, failure);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new U2VideoException($"{socket}: no worker can be made there: {failure.Message.ReplaceLineEndings(" ")}", failure);
        }
    }

    // A file that is open exclusively decides between workers that start at the same time. It is never deleted, because another one could
    // then make and lock a second file of the same name. A worker that is ending gives it up soon; one that listens serves all.
    private static FileStream? TakeOwnership(string path, CancellationToken cancellation)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                return new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(path + ".lock") && watch.Elapsed < LongestWaitForLock)
            {
                using var other = MessageSocket.TryConnect(path);
                if (other is not null)
                {
                    return null;
                }

                Thread.Sleep(LockInterval);
            }
        }
    }

    private void Serve(string path, Action<string> listening, CancellationToken cancellation)
    {
        File.Delete(path);
        using var predictors = new SharedPredictors(open);
        var sessions = new Sessions();
        try
        {
            using var listener = MessageSocket.Listen(path);
            listening(WorkerReport.Listening + path);
            var idle = Stopwatch.StartNew();
            while (idle.Elapsed < Idle && !cancellation.IsCancellationRequested)
            {
                if (listener.TryAccept(AcceptInterval) is { } client)
                {
                    sessions.Start(new ClientSession(client, predictors, cancellation));
                }

                if (sessions.Any)
                {
                    idle.Restart();
                }
            }
        }
        finally
        {
            File.Delete(path);
            sessions.EndAll();
        }

        cancellation.ThrowIfCancellationRequested();
    }
}
