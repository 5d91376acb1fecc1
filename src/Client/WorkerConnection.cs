using System.Buffers.Binary;
using System.Diagnostics;
using System.Text;

namespace U2Video.Client;

/// <summary>A client's connection with the worker, and the memory that they share.</summary>
internal sealed class WorkerConnection : IDisposable
{
    /// <summary>A process starts the worker at most this often.</summary>
    public static readonly TimeSpan ShortestTimeBetweenStarts = TimeSpan.FromSeconds(1);

    /// <summary>The flag of a frame that does not follow the one before it.</summary>
    public const int StartsAnew = 1;

    private static readonly TimeSpan ConnectInterval = TimeSpan.FromMilliseconds(20);
    private static readonly Lock OneStart = new();

    private static long _lastStart = long.MinValue / 2;

    private readonly MessageSocket _socket;
    private readonly FrameMemory _memory;
    private MatteSettings? _used;

    private WorkerConnection(MessageSocket socket, FrameMemory memory) => (_socket, _memory) = (socket, memory);

    /// <summary>Connects with the worker, which is started where there is none.</summary>
    /// <exception cref="WorkerException">There is no connection within the limit.</exception>
    public static WorkerConnection Open(int width, int height, string? programFolder, TimeSpan limit)
    {
        var memory = FrameMemory.Create(width, height);
        MessageSocket? socket = null;
        try
        {
            var watch = Stopwatch.StartNew();
            var path = WorkerPlace.FindSocket();
            Span<byte> body = stackalloc byte[3 * sizeof(int)];
            BinaryPrimitives.WriteInt32LittleEndian(body, WorkerPlace.Version);
            BinaryPrimitives.WriteInt32LittleEndian(body[sizeof(int)..], width);
            BinaryPrimitives.WriteInt32LittleEndian(body[(2 * sizeof(int))..], height);
            while (true)
            {
                socket = Connect(path, programFolder, watch, limit);
                if (TryOpen(socket, body, memory, limit - watch.Elapsed))
                {
                    return new WorkerConnection(socket, memory);
                }

                // A worker that was just ending closes what it did not accept; the next one is started.
                socket.Dispose();
                Thread.Sleep(ConnectInterval);
            }
        }
        catch
        {
            socket?.Dispose();
            memory.Dispose();
            throw;
        }
    }

    /// <summary>Tells the worker how to matte from now on, if that is new.</summary>
    /// <exception cref="WorkerException">The worker refuses, or does not answer.</exception>
    public void Use(MatteSettings settings, TimeSpan limit)
    {
        if (settings != _used)
        {
            _socket.Send(MessageKind.Settings, settings.ToText());
            Expect(_socket, MessageKind.Ready, limit);
            _used = settings;
        }
    }

    /// <summary>Mattes a frame.</summary>
    /// <exception cref="WorkerException">The worker failed, or does not answer.</exception>
    public MatteResult Matte(ReadOnlySpan<byte> frame, bool startsAnew, double time, TimeSpan limit)
    {
        frame.CopyTo(_memory.Pixels);
        Span<byte> body = stackalloc byte[sizeof(int) + sizeof(double)];
        BinaryPrimitives.WriteInt32LittleEndian(body, startsAnew ? StartsAnew : 0);
        BinaryPrimitives.WriteDoubleLittleEndian(body[sizeof(int)..], time);
        _socket.Send(MessageKind.Frame, body);
        var answer = Expect(_socket, MessageKind.Matte, limit);
        if (answer.Length < sizeof(int) + sizeof(long))
        {
            throw new WorkerException("the worker sent a matte without its kind.");
        }

        var nanoseconds = BinaryPrimitives.ReadInt64LittleEndian(answer[sizeof(int)..]);
        return new MatteResult(
            BinaryPrimitives.ReadInt32LittleEndian(answer) == 1, TimeSpan.FromTicks(nanoseconds / TimeSpan.NanosecondsPerTick));
    }

    /// <summary>The pixels of a result.</summary>
    public ReadOnlySpan<byte> Result(MatteResult result) =>
        result.IsGray ? _memory.Pixels[..(_memory.Pixels.Length / FrameMemory.BytesPerPixel)] : _memory.Pixels;

    /// <summary>Leaves the worker.</summary>
    public void Dispose()
    {
        _socket.Dispose();
        _memory.Dispose();
    }

    private static bool TryOpen(MessageSocket socket, ReadOnlySpan<byte> body, FrameMemory memory, TimeSpan limit)
    {
        try
        {
            socket.Send(MessageKind.Open, body, memory.Descriptor);
        }
        catch (WorkerException)
        {
            return false;
        }

        return TryExpect(socket, MessageKind.Ready, limit, out _);
    }

    // The lock makes all instances of a process wait for one start instead of beginning several.
    private static MessageSocket Connect(string path, string? programFolder, Stopwatch watch, TimeSpan limit)
    {
        lock (OneStart)
        {
            while (true)
            {
                if (MessageSocket.TryConnect(path) is { } socket)
                {
                    return socket;
                }

                var rest = limit - watch.Elapsed;
                if (rest <= TimeSpan.Zero)
                {
                    throw new WorkerException($"no worker listens at {path} after {limit.TotalSeconds:0.#} s.") { IsTimeout = true };
                }

                if (Environment.TickCount64 - _lastStart >= ShortestTimeBetweenStarts.TotalMilliseconds)
                {
                    _lastStart = Environment.TickCount64;
                    WorkerProgram.Start(WorkerPlace.FindProgram(programFolder), path, rest);
                }
                else
                {
                    Thread.Sleep(ConnectInterval);
                }
            }
        }
    }

    private static ReadOnlySpan<byte> Expect(MessageSocket socket, MessageKind kind, TimeSpan limit) =>
        TryExpect(socket, kind, limit, out var body) ? body : throw new WorkerException("the worker ended.");

    private static bool TryExpect(MessageSocket socket, MessageKind kind, TimeSpan limit, out ReadOnlySpan<byte> body)
    {
        var received = socket.Receive(limit > TimeSpan.Zero ? limit : TimeSpan.Zero, out body, out var descriptor);
        LinuxCalls.Close(descriptor);
        return received switch
        {
            null => false,
            MessageKind.Failed => throw new WorkerException(Encoding.UTF8.GetString(body)),
            MessageKind.NoMatte => throw new WorkerException(Encoding.UTF8.GetString(body)) { IsAnswer = true },
            _ when received == kind => true,
            _ => throw new WorkerException($"the worker sent {received} instead of {kind}."),
        };
    }
}
