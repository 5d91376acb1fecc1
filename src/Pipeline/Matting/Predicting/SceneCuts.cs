using U2Video.Core.Imaging;

namespace U2Video.Pipeline.Matting.Predicting;

/// <summary>
/// Finds hard cuts: frames that have nothing in common with the one before. Two measures are combined, because either alone is often
/// wrong. Movement changes places but not colors; a change of light changes colors but not places; a cut changes both. Thumbnails of two
/// scenes correlate by chance, and more so where people stand in the middle of both, so colors decide where places do not.
/// </summary>
internal sealed class SceneCuts
{
    // Movement within a scene scores 0.044 at most (a clip of one frame a second), cuts 0.095 and more: docs/smoothing.md.
    private const double Threshold = 0.07;

    private SceneSignature? _before;
    private (int Width, int Height) _size;

    /// <summary>
    /// Whether the next frame of the clip begins a scene. The first one does, and one of another size than the one before.
    /// </summary>
    public bool StartsWith(Frame input)
    {
        var now = SceneSignature.Of(input);
        var size = (input.Width, input.Height);
        var starts = _before is null || size != _size || Score(_before, now) > Threshold;
        (_before, _size) = (now, size);
        return starts;
    }

    /// <summary>How likely two consecutive frames show different scenes: the larger, the likelier.</summary>
    internal static double Score(SceneSignature before, SceneSignature now) =>
        (1 - before.CorrelationWith(now)) * before.ColorDistanceTo(now);
}
