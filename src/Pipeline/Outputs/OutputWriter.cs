using System.Threading.Channels;
using U2Video.Core.Files;
using U2Video.Core.Imaging;
using U2Video.Pipeline.Compositing;
using U2Video.Pipeline.Encoding;
using U2Video.Pipeline.Matting;
using U2Video.Pipeline.Media;
using U2Video.Pipeline.Notices;
using U2Video.Pipeline.Stages;

namespace U2Video.Pipeline.Outputs;

/// <summary>
/// Writes one output: draws its frames, and encodes them in a task of its own, a few frames behind.
/// </summary>
internal sealed class OutputWriter : IAsyncDisposable
{
    private const int FramesAhead = 2;

    private readonly MediaOutput _output;
    private readonly OutputContext _context;
    private readonly EncodingJob _job;
    private readonly IOutputFile? _file;
    private readonly IRenderer _renderer;
    private readonly Channel<Frame> _frames = Channel.CreateBounded<Frame>(
        new BoundedChannelOptions(FramesAhead) { SingleReader = true, SingleWriter = true });

    private readonly OutputTimeline _timeline;
    private readonly CancellationTokenSource _stop;
    private readonly Task _encoding;
    private long _written;

    private OutputWriter(MediaOutput output, OutputContext context, IOutputFile? file, IRenderer renderer, CancellationToken cancellation)
    {
        (_output, _context, _file, _renderer) = (output, context, file, renderer);
        var whole = context.JobFor(output);
        _job = context.Parts?.JobFor(whole) ?? whole;
        _timeline = context.Parts?.TimelineFor(whole) ?? new OutputTimeline(context.Video.TimeBase, output.Container, whole.HasSound);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _encoding = Task.Run(EncodeAsync, CancellationToken.None);
    }

    /// <summary>Claims the output's name.</summary>
    public static async Task<OutputWriter> OpenAsync(
        MediaOutput output, OutputContext context, bool overwrite, CancellationToken cancellation)
    {
        IOutputFile? file = context.Parts is { } parts ? parts.Open(output)
            : output.Path is not { } path || output.IsStream ? null
            : output.Container.IsSequence ? new FrameSequence(path, overwrite)
            : new SingleFile(path, overwrite);
        try
        {
            return new OutputWriter(
                output, context, file, await output.CreateRendererAsync(context.Video, cancellation).ConfigureAwait(false), cancellation);
        }
        catch
        {
            file?.Dispose();
            throw;
        }
    }

    /// <summary>Draws a frame that is not written.</summary>
    public async ValueTask RehearseAsync(MattedFrame matted, CancellationToken cancellation) =>
        (await _renderer.RenderAsync(matted, cancellation).ConfigureAwait(false)).Dispose();

    /// <summary>Draws a frame and hands it to the encoder; waits while that is busy.</summary>
    public async ValueTask WriteAsync(MattedFrame matted, CancellationToken cancellation)
    {
        Frame frame;
        using (_context.Times.Measure(StageNames.Composite))
        {
            frame = await _renderer.RenderAsync(matted, cancellation).ConfigureAwait(false);
        }

        try
        {
            await _frames.Writer.WriteAsync(frame, cancellation).ConfigureAwait(false);
        }
        catch (ChannelClosedException)
        {
            frame.Dispose();
            await _encoding.ConfigureAwait(false);
            throw;
        }
        catch
        {
            frame.Dispose();
            throw;
        }
    }

    /// <summary>Waits until the output is complete, though not yet under its name.</summary>
    public async Task CompleteAsync(CancellationToken cancellation)
    {
        _frames.Writer.TryComplete();
        await _encoding.ConfigureAwait(false);
        if (_job.Sound is { IsSpooled: true } sound && _file is not null)
        {
            var wanted = sound with
            {
                Length = _context.Range.MaxFrames is null ? _context.Range.Length : _timeline.Last + _job.LastFrameDuration,
            };
            await SoundMuxer.AddAsync(
                _job, _file.TemporaryPath, wanted, _timeline.First, _timeline.Lead, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Gives the output its name.</summary>
    public void Commit() => _file?.Commit();

    /// <summary>Stops encoding if it still runs, and removes the output if it was not committed.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _encoding.ContinueWith(_ => { }, TaskScheduler.Default).ConfigureAwait(false);
        if (_renderer is IAsyncDisposable renderer)
        {
            await renderer.DisposeAsync().ConfigureAwait(false);
        }

        _file?.Dispose();
        _stop.Dispose();
    }

    private FrameClock? Clock => _context.Source.IsSingle ? null : new FrameClock(_context.Video.TimeBase, _context.Range.Start);

    private async Task EncodeAsync()
    {
        IFrameSink? sink = null;
        Stream? opened = null;
        try
        {
            await foreach (var frame in _frames.Reader.ReadAllAsync(_stop.Token).ConfigureAwait(false))
            {
                using var owned = frame;
                using var busy = _context.Times.Measure(StageNames.Encode);
                if (sink is null)
                {
                    opened = _output.Stream is null ? await OpenStreamAsync().ConfigureAwait(false) : null;
                    sink = await OpenSinkAsync(frame, _output.Stream ?? opened).ConfigureAwait(false);
                }

                await sink.WriteAsync(frame, _stop.Token).ConfigureAwait(false);
                _context.Live?.Written(_written++);
            }

            await (sink?.CompleteAsync(_stop.Token) ?? Task.CompletedTask).ConfigureAwait(false);
        }
        catch (Exception error)
        {
            // The next write throws this error.
            _frames.Writer.TryComplete(error);
            throw;
        }
        finally
        {
            if (sink is not null)
            {
                await sink.DisposeAsync().ConfigureAwait(false);
            }

            if (opened is not null)
            {
                await opened.DisposeAsync().ConfigureAwait(false);
            }

            while (_frames.Reader.TryRead(out var unread))
            {
                unread.Dispose();
            }
        }
    }

    // Opened here and not earlier, because opening a pipe waits for its reader, and several readers may come in any order.
    private async Task<Stream?> OpenStreamAsync()
    {
        if (_file is not null)
        {
            return null;
        }

        var opening = Task.Run(() => StreamingFile.Open(_output.Path!), _stop.Token);
        try
        {
            return await opening.WaitAsync(_stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Opening cannot be cancelled. If a reader comes later, the stream is closed, so that the reader does not wait.
            _ = opening.ContinueWith(
                late => late.Result.Dispose(),
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnRanToCompletion,
                TaskScheduler.Default);
            throw;
        }
    }

    private async ValueTask<IFrameSink> OpenSinkAsync(Frame first, Stream? stream)
    {
        var sink = await OpenPlainSinkAsync(first, stream).ConfigureAwait(false);
        return _context is { Live: not null, Source.FrameRate: { } rate } && !_output.Container.KeepsTimes
            ? new ConstantRateSink(
                sink, _context.Video.TimeBase, rate, jump => _context.Notice?.Invoke(new TimeJumpNotice(_output.Name, jump)))
            : sink;
    }

    private async ValueTask<IFrameSink> OpenPlainSinkAsync(Frame first, Stream? stream) =>
        _output.Container.IsRaw && stream is not null
            ? new RawFrameSink(stream, _output.Name)
            : _file is not null && _output.OpenSink(_file.TemporaryPath, Clock) is { } own ? own
            : await FFmpegSink.StartAsync(
                _job, first, _context.Video, _timeline, _file?.TemporaryPath, stream, _stop.Token).ConfigureAwait(false);
}
