using U2Video.Core.Errors;
using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Matting.Editing;

/// <summary>A stencil in the course of one clip: always the same picture, or that of the time.</summary>
/// <param name="stencil">What was given; null for none.</param>
/// <param name="clock">Tells the times of the mattes.</param>
/// <param name="name">What errors call it.</param>
internal sealed class ShownStencil(MatteStencil? stencil, FrameClock clock, PropertyName name) : IAsyncDisposable
{
    private readonly StencilClip? _clip = stencil?.Clip is { } path ? new StencilClip(path, clock) : null;

    /// <summary>The picture at a time; null where there is no stencil.</summary>
    /// <exception cref="InputException">The clip cannot be decoded.</exception>
    public async ValueTask<MatteStencil?> AtAsync(TimeSpan time, CancellationToken cancellation)
    {
        if (_clip is null)
        {
            return stencil;
        }

        try
        {
            return await _clip.ShownAtAsync(time, cancellation).ConfigureAwait(false);
        }
        catch (InputException error)
        {
            throw new InputException($"{name} {error.Message}", error);
        }
    }

    /// <summary>Closes the clip.</summary>
    public ValueTask DisposeAsync() => _clip?.DisposeAsync() ?? ValueTask.CompletedTask;
}
