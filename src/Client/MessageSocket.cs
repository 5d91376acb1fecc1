using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace U2Video.Client;

/// <summary>
/// One end of a connection between client and worker: a Unix socket that keeps the borders of messages (SOCK_SEQPACKET). A message is a
/// number of 32 bits, its <see cref="MessageKind"/>, and a body; with it may come one descriptor.
/// </summary>
/// <remarks>Not for several threads at the same time, except <see cref="ShutDown"/>.</remarks>
internal sealed unsafe class MessageSocket : IDisposable
{
    /// <summary>The longest message in bytes.</summary>
    public const int MostBytes = 1 << 16;

    private const int UnixFamily = 1; // AF_UNIX
    private const int PacketType = 5; // SOCK_SEQPACKET
    private const int LongestPath = 107;
    private const int PathOffset = 2;
    private const int SocketLevel = 1; // SOL_SOCKET
    private const int PeerOption = 17; // SO_PEERCRED
    private const int NoSignal = 0x4000; // MSG_NOSIGNAL
    private const int CloseReceivedOnExec = 0x40000000; // MSG_CMSG_CLOEXEC
    private const int BothWays = 2; // SHUT_RDWR
    private const int Backlog = 64;

    private readonly byte[] _buffer = new byte[MostBytes];
    private int _descriptor;

    private MessageSocket(int descriptor) => _descriptor = descriptor;

    /// <summary>Connects to a worker of the same user.</summary>
    /// <param name="path">The socket's path.</param>
    /// <returns>The connection; null where no worker listens.</returns>
    /// <exception cref="WorkerException">The path cannot be used, or another user's process listens there.</exception>
    public static MessageSocket? TryConnect(string path)
    {
        var socket = new MessageSocket(Create());
        var address = stackalloc byte[PathOffset + LongestPath + 1];
        var length = WriteAddress(path, address);
        while (LinuxCalls.Connect(socket._descriptor, address, length) != 0)
        {
            if (Marshal.GetLastPInvokeError() != LinuxCalls.Interrupted)
            {
                socket.Dispose();
                return null;
            }
        }

        if (socket.IsOfThisUser())
        {
            return socket;
        }

        socket.Dispose();
        throw new WorkerException($"{path}: belongs to a process of another user.");
    }

    /// <summary>Listens for clients.</summary>
    /// <param name="path">The socket's path, where there is nothing yet.</param>
    /// <exception cref="WorkerException">It cannot be made there.</exception>
    public static MessageSocket Listen(string path)
    {
        var socket = new MessageSocket(Create());
        var address = stackalloc byte[PathOffset + LongestPath + 1];
        var length = WriteAddress(path, address);
        if (LinuxCalls.Bind(socket._descriptor, address, length) != 0 || LinuxCalls.Listen(socket._descriptor, Backlog) != 0)
        {
            var reason = Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError());
            socket.Dispose();
            throw new WorkerException($"{path}: no socket can be made there: {reason}.");
        }

        return socket;
    }

    /// <summary>Waits for the next client of the same user.</summary>
    /// <param name="wait">How long.</param>
    /// <returns>The connection; null where none came in time.</returns>
    public MessageSocket? TryAccept(TimeSpan wait)
    {
        if (!IsReadable(wait))
        {
            return null;
        }

        var descriptor = LinuxCalls.Accept(_descriptor, null, null, LinuxCalls.CloseOnExec);
        if (descriptor < 0)
        {
            return null;
        }

        var client = new MessageSocket(descriptor);
        if (client.IsOfThisUser())
        {
            return client;
        }

        client.Dispose();
        return null;
    }

    /// <summary>Sends a message.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="body">The rest of it.</param>
    /// <param name="descriptor">A descriptor that goes with it, which stays the caller's; −1 for none.</param>
    /// <exception cref="WorkerException">The other end is closed.</exception>
    public void Send(MessageKind kind, ReadOnlySpan<byte> body, int descriptor = -1)
    {
        var number = (int)kind;
        var control = new LinuxCalls.DescriptorMessage
        {
            Length = LinuxCalls.DescriptorMessage.UsedBytes,
            Level = LinuxCalls.DescriptorMessage.SocketLevel,
            Type = LinuxCalls.DescriptorMessage.Rights,
            Descriptor = descriptor,
        };
        fixed (byte* start = body)
        {
            var blocks = stackalloc LinuxCalls.Block[2];
            blocks[0] = new LinuxCalls.Block { Start = &number, Length = sizeof(int) };
            blocks[1] = new LinuxCalls.Block { Start = start, Length = (nuint)body.Length };
            var header = new LinuxCalls.MessageHeader { Blocks = blocks, BlockCount = body.IsEmpty ? 1u : 2 };
            if (descriptor >= 0)
            {
                header.Control = &control;
                header.ControlLength = LinuxCalls.DescriptorMessage.Bytes;
            }

            while (LinuxCalls.SendMessage(_descriptor, &header, NoSignal) < 0)
            {
                if (Marshal.GetLastPInvokeError() != LinuxCalls.Interrupted)
                {
                    throw new WorkerException("the worker ended.");
                }
            }
        }
    }

    /// <summary>Sends a message that is text.</summary>
    public void Send(MessageKind kind, string body)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        Send(kind, bytes.AsSpan(0, Math.Min(bytes.Length, MostBytes - sizeof(int))));
    }

    /// <summary>Receives a message.</summary>
    /// <param name="wait">How long to wait for it; <see cref="Timeout.InfiniteTimeSpan"/>: forever.</param>
    /// <param name="body">The rest of it, until the next call.</param>
    /// <param name="descriptor">The descriptor that came with it, which is the caller's; −1 for none.</param>
    /// <returns>What it is; null where the other end is closed.</returns>
    /// <exception cref="WorkerException">None came in time, or it is not a message.</exception>
    public MessageKind? Receive(TimeSpan wait, out ReadOnlySpan<byte> body, out int descriptor)
    {
        body = [];
        descriptor = -1;
        if (!IsReadable(wait))
        {
            throw new WorkerException($"the worker did not answer within {wait.TotalSeconds:0.#} s.") { IsTimeout = true };
        }

        var control = new LinuxCalls.DescriptorMessage { Descriptor = -1 };
        nint count;
        fixed (byte* start = _buffer)
        {
            var block = new LinuxCalls.Block { Start = start, Length = (nuint)_buffer.Length };
            var header = new LinuxCalls.MessageHeader
            {
                Blocks = &block,
                BlockCount = 1,
                Control = &control,
                ControlLength = LinuxCalls.DescriptorMessage.Bytes,
            };
            do
            {
                count = LinuxCalls.ReceiveMessage(_descriptor, &header, CloseReceivedOnExec);
            }
            while (count < 0 && Marshal.GetLastPInvokeError() == LinuxCalls.Interrupted);

            if (count > 0 && header.ControlLength >= LinuxCalls.DescriptorMessage.UsedBytes
                && control.Type == LinuxCalls.DescriptorMessage.Rights)
            {
                descriptor = control.Descriptor;
            }
        }

        if (count <= 0)
        {
            return null;
        }

        if (count < sizeof(int))
        {
            throw new WorkerException("the other end sent what is not a message.");
        }

        body = _buffer.AsSpan(sizeof(int), (int)count - sizeof(int));
        return (MessageKind)BitConverter.ToInt32(_buffer, 0);
    }

    /// <summary>Ends a wait in another thread; the connection cannot be used any more.</summary>
    public void ShutDown() => LinuxCalls.ShutDown(_descriptor, BothWays);

    /// <summary>Closes this end.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _descriptor, -1) is >= 0 and var descriptor)
        {
            LinuxCalls.Close(descriptor);
        }
    }

    private static int Create()
    {
        var descriptor = LinuxCalls.OpenSocket(UnixFamily, PacketType | LinuxCalls.CloseOnExec, 0);
        return descriptor >= 0
            ? descriptor
            : throw new WorkerException($"no socket: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}.");
    }

    // sockaddr_un: the family in two bytes, then the path with its final zero.
    private static uint WriteAddress(string path, byte* address)
    {
        var count = Encoding.UTF8.GetByteCount(path);
        if (count > LongestPath)
        {
            throw new WorkerException(
                $"{path}: is too long for a socket; {LongestPath} bytes is the longest. See {WorkerPlace.SocketVariable}.");
        }

        *(ushort*)address = UnixFamily;
        Encoding.UTF8.GetBytes(path, new Span<byte>(address + PathOffset, LongestPath));
        address[PathOffset + count] = 0;
        return (uint)(PathOffset + count + 1);
    }

    private bool IsOfThisUser()
    {
        LinuxCalls.PeerCredentials peer;
        var length = (uint)sizeof(LinuxCalls.PeerCredentials);
        return LinuxCalls.GetSocketOption(_descriptor, SocketLevel, PeerOption, &peer, &length) == 0 && peer.User == LinuxCalls.GetUser();
    }

    private bool IsReadable(TimeSpan wait)
    {
        var isForever = wait == Timeout.InfiniteTimeSpan;
        var watch = Stopwatch.StartNew();
        var entry = new LinuxCalls.PollEntry { Descriptor = _descriptor, Events = LinuxCalls.Readable };
        while (true)
        {
            var rest = isForever ? -1 : (int)Math.Clamp((wait - watch.Elapsed).TotalMilliseconds, 0, int.MaxValue);
            var ready = LinuxCalls.Poll(&entry, 1, rest);
            if (ready >= 0 || Marshal.GetLastPInvokeError() != LinuxCalls.Interrupted)
            {
                return ready > 0;
            }
        }
    }
}
