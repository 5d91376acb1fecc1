using U2Video.Core.Errors;
using U2Video.Pipeline.Matting;

namespace U2Video.Pipeline.Outputs;

/// <summary>All outputs of a run. They get their names together when all are complete.</summary>
internal sealed class OutputSet : IAsyncDisposable
{
    private readonly List<OutputWriter> _writers = [];

    private OutputSet()
    {
    }

    /// <summary>Claims the outputs' names.</summary>
    /// <exception cref="U2VideoException">One of them cannot be written.</exception>
    public static async Task<OutputSet> OpenAsync(
        IEnumerable<MediaOutput> outputs, OutputContext context, bool overwrite, CancellationToken cancellation)
    {
        var set = new OutputSet();
        try
        {
            foreach (var output in outputs)
            {
                Check(output, context);
                set._writers.Add(await OutputWriter.OpenAsync(output, context, overwrite, cancellation).ConfigureAwait(false));
            }

            return set;
        }
        catch
        {
            await set.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Draws frames that are not written, and disposes them.</summary>
    /// <param name="frames">The frames.</param>
    /// <param name="cancellation">Cancels the work.</param>
    public async Task RehearseAsync(IEnumerable<MattedFrame> frames, CancellationToken cancellation)
    {
        foreach (var frame in frames)
        {
            using (frame)
            {
                foreach (var writer in _writers)
                {
                    await writer.RehearseAsync(frame, cancellation).ConfigureAwait(false);
                }
            }
        }
    }

    /// <summary>Draws and encodes all frames, and disposes them.</summary>
    /// <param name="frames">The frames.</param>
    /// <param name="written">Called when a frame is on its way into all outputs.</param>
    /// <param name="cancellation">Cancels the work.</param>
    public async Task WriteAsync(IAsyncEnumerable<MattedFrame> frames, Action written, CancellationToken cancellation)
    {
        await foreach (var frame in frames.WithCancellation(cancellation).ConfigureAwait(false))
        {
            using (frame)
            {
                foreach (var writer in _writers)
                {
                    await writer.WriteAsync(frame, cancellation).ConfigureAwait(false);
                }
            }

            written();
        }
    }

    /// <summary>Waits until all are complete, then gives them their names.</summary>
    public async Task CommitAsync(CancellationToken cancellation)
    {
        await CompleteAsync(cancellation).ConfigureAwait(false);
        _writers.ForEach(writer => writer.Commit());
    }

    /// <summary>Waits until all outputs are written, but gives them no names yet. Streams are complete then.</summary>
    public Task CompleteAsync(CancellationToken cancellation) =>
        Task.WhenAll(_writers.Select(writer => writer.CompleteAsync(cancellation)));

    /// <summary>Stops the writers that still run, and removes outputs that were not committed.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var writer in _writers)
        {
            await writer.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static void Check(MediaOutput output, OutputContext context)
    {
        if (output.Container.IsPicture && !output.IsForWholeClip && !context.Source.IsSingle && context.Range.MaxFrames != 1)
        {
            throw new UsageException(
                $"{output.Target} {output.Name}: is one picture, and {context.Source.Name} has more; "
                + $"give a folder (name/), a pattern (name-%05d.png) or a clip.");
        }
    }
}
