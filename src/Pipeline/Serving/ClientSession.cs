using System.Buffers.Binary;
using System.Diagnostics;
using U2Video.Client;
using U2Video.Core.Errors;
using U2Video.Pipeline.Compositing;

namespace U2Video.Pipeline.Serving;

/// <summary>Answers one client, in a thread of its own. What fails is told to the client, and ends neither the worker nor others.</summary>
/// <param name="socket">The connection; it is taken over.</param>
/// <param name="predictors">The networks.</param>
/// <param name="cancellation">Ends waits for the network.</param>
internal sealed class ClientSession(MessageSocket socket, SharedPredictors predictors, CancellationToken cancellation) : IDisposable
{
    private const int OpenBytes = 3 * sizeof(int);
    private const int FrameBytes = sizeof(int) + sizeof(double);

    private FrameMemory? _memory;
    private (int Width, int Height) _size;
    private ClientMattes? _mattes;
    private IRenderer? _renderer;

    /// <summary>Answers until the client leaves.</summary>
    public void Run()
    {
        try
        {
            while (socket.Receive(Timeout.InfiniteTimeSpan, out var body, out var descriptor) is { } kind)
            {
                Answer(kind, body, descriptor);
            }
        }
        catch (WorkerException)
        {
            // The client left before its answer came.
        }
    }

    /// <summary>Ends <see cref="Run"/> in its thread.</summary>
    public void End() => socket.ShutDown();

    /// <summary>Gives everything back.</summary>
    public void Dispose()
    {
        _mattes?.Dispose();
        _memory?.Dispose();
        socket.Dispose();
    }

    private void Answer(MessageKind kind, ReadOnlySpan<byte> body, int descriptor)
    {
        try
        {
            switch (kind)
            {
                case MessageKind.Open:
                    Open(body, descriptor);
                    socket.Send(MessageKind.Ready, "");
                    break;
                case MessageKind.Settings:
                    Use(MatteSettings.Parse(System.Text.Encoding.UTF8.GetString(body)));
                    socket.Send(MessageKind.Ready, "");
                    break;
                case MessageKind.Frame:
                    Matte(body);
                    break;
                default:
                    throw new WorkerException($"a message of kind {(int)kind} is not known.");
            }
        }
        catch (WorkerException failure) when (failure.IsAnswer)
        {
            socket.Send(MessageKind.NoMatte, failure.Message);
        }
        catch (Exception failure)
        {
            socket.Send(MessageKind.Failed, Describe(failure));
        }
    }

    private static string Describe(Exception failure) => failure switch
    {
        WorkerException or U2VideoException => failure.Message,
        OperationCanceledException => "the worker is ending.",
        _ => $"unexpected error in the worker: {failure.Message.ReplaceLineEndings(" ")}",
    };

    private void Open(ReadOnlySpan<byte> body, int descriptor)
    {
        if (body.Length < OpenBytes || BinaryPrimitives.ReadInt32LittleEndian(body) != WorkerPlace.Version)
        {
            LinuxCalls.Close(descriptor);
            throw new WorkerException($"the worker has version {WorkerPlace.Version} of the protocol, and the client another.");
        }

        _size = (
            BinaryPrimitives.ReadInt32LittleEndian(body[sizeof(int)..]), BinaryPrimitives.ReadInt32LittleEndian(body[(2 * sizeof(int))..]));
        _memory?.Dispose();
        _memory = null;
        _memory = FrameMemory.Take(descriptor, _size.Width, _size.Height);
    }

    private void Use(MatteSettings settings)
    {
        var choice = MaskChoice.Of(settings);
        if (_mattes?.DifferOnlyInEdits(choice, settings) == true)
        {
            _mattes.Edit(settings);
        }
        else
        {
            var mattes = NewMattes(choice, settings);
            _mattes?.Dispose();
            _mattes = mattes;
        }

        _renderer = ResultRenderer.For(settings);
    }

    private ClientMattes NewMattes(MaskChoice choice, MatteSettings settings)
    {
        IMaskSource masks = choice.Network is { } network
            ? new NetworkMasks(predictors, network, cancellation)
            : new StoredMasks(choice.Matte!.Value);
        try
        {
            return new ClientMattes(masks, settings);
        }
        catch
        {
            masks.Dispose();
            throw;
        }
    }

    private void Matte(ReadOnlySpan<byte> body)
    {
        if (_memory is null || _mattes is null || body.Length < FrameBytes)
        {
            throw new WorkerException("a frame came before the memory and the settings.");
        }

        var startsAnew = (BinaryPrimitives.ReadInt32LittleEndian(body) & WorkerConnection.StartsAnew) != 0;
        var time = BinaryPrimitives.ReadDoubleLittleEndian(body[sizeof(int)..]);
        var frame = SharedFrame.Read(_memory, _size.Width, _size.Height);
        var watch = Stopwatch.StartNew();
        using var matted = _mattes.Next(frame, time, startsAnew, cancellation);
        using var drawn = ResultRenderer.Render(_renderer, matted, cancellation);
        watch.Stop();
        SharedFrame.Write(drawn ?? matted.Alpha, _memory);

        Span<byte> answer = stackalloc byte[sizeof(int) + sizeof(long)];
        BinaryPrimitives.WriteInt32LittleEndian(answer, drawn is null ? 1 : 0);
        BinaryPrimitives.WriteInt64LittleEndian(answer[sizeof(int)..], (long)watch.Elapsed.TotalNanoseconds);
        socket.Send(MessageKind.Matte, answer);
    }
}
