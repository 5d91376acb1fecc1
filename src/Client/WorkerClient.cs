namespace U2Video.Client;

/// <summary>
/// Mattes the frames of one clip in the worker, a process of its own that all clients of a user share. The worker is started when it is
/// first needed, and again when it broke, at most once a second in a process; it ends some time after its last client.
/// </summary>
/// <remarks>Not for several threads at the same time. Each clip needs its own, and different ones may be in different threads.</remarks>
public sealed class WorkerClient : IDisposable
{
    private const int MostSeconds = 3600;

    private readonly int _width;
    private readonly int _height;
    private readonly string? _programFolder;
    private WorkerConnection? _connection;
    private long _notBefore;

    /// <summary>Prepares to matte a clip. Nothing is started and no memory is taken before the first frame.</summary>
    /// <param name="width">The frames' width in pixels.</param>
    /// <param name="height">The frames' height in pixels.</param>
    /// <param name="programFolder">
    /// The folder in which to look for the program <c>u2video</c>; null for none. The variable <c>U2VIDEO_PROGRAM</c> wins over it, and
    /// the path of programs comes after it.
    /// </param>
    public WorkerClient(int width, int height, string? programFolder = null) =>
        (_width, _height, _programFolder) = (width, height, programFolder);

    /// <summary>
    /// The longest wait for a frame, and for the worker to start and to load the model; at first 30 s, or what the variable
    /// <c>U2VIDEO_TIMEOUT</c> says in seconds.
    /// </summary>
    public TimeSpan TimeLimit { get; init; } =
        double.TryParse(Environment.GetEnvironmentVariable("U2VIDEO_TIMEOUT"), out var seconds) && seconds is > 0 and <= MostSeconds
            ? TimeSpan.FromSeconds(seconds)
            : TimeSpan.FromSeconds(30);

    /// <summary>How frames are matted; a change holds from the next frame on.</summary>
    public MatteSettings Settings { get; set; } = new();

    /// <summary>Mattes the next frame of the clip.</summary>
    /// <param name="frame">The frame: RGBA, eight bits each, straight alpha, row by row from the top without gaps.</param>
    /// <param name="startsAnew">Whether the frame does not follow the one before it, as after a seek.</param>
    /// <param name="time">The frame's time in the clip, in seconds; NaN where it is not known.</param>
    /// <param name="take">
    /// Gets the result, which is memory of the connection and must not be used after the call: the frame's number of pixels times one
    /// byte or four.
    /// </param>
    /// <exception cref="WorkerException">
    /// There is no result. After a worker that broke, calls fail at once for a second; after one that did not answer, for as long as
    /// <see cref="TimeLimit"/>.
    /// </exception>
    public void Matte(ReadOnlySpan<byte> frame, bool startsAnew, double time, ResultTaker take)
    {
        if (Environment.TickCount64 < _notBefore)
        {
            throw new WorkerException("the worker failed a moment ago and is tried again soon.") { IsRepeated = true };
        }

        try
        {
            _connection ??= WorkerConnection.Open(_width, _height, _programFolder, TimeLimit);
            _connection.Use(Settings, TimeLimit);
            var result = _connection.Matte(frame, startsAnew, time, TimeLimit);
            take(result, _connection.Result(result));
        }
        catch (WorkerException failure) when (!failure.IsAnswer)
        {
            _connection?.Dispose();
            _connection = null;
            _notBefore = Environment.TickCount64
                + (long)(failure.IsTimeout ? TimeLimit : WorkerConnection.ShortestTimeBetweenStarts).TotalMilliseconds;
            throw;
        }
    }

    /// <summary>Leaves the worker and gives the memory back.</summary>
    public void Dispose()
    {
        _connection?.Dispose();
        _connection = null;
    }
}
