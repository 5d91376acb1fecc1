using U2Video.Pipeline.Matting.Predicting;

namespace U2Video.Pipeline.Matting.Smoothing;

/// <summary>Changes the masks of a clip one by one, each by its own frame and those before it.</summary>
internal sealed class MaskFilter : IDisposable
{
    /// <summary>Stretches the masks; null to leave their range as it is.</summary>
    public SteadyRange? Range { get; init; }

    /// <summary>Whether masks of frames with nothing to see are emptied.</summary>
    public bool EmptiesScenes { get; init; }

    /// <summary>Averages the masks; null for no average.</summary>
    public ExponentialSmoother? Average { get; init; }

    /// <summary>Changes the mask of the clip's next frame in place.</summary>
    public void Apply(MaskedFrame frame)
    {
        Range?.Apply(frame.Mask, frame.StartsScene);
        if (EmptiesScenes)
        {
            EmptyScene.Apply(frame.Input, frame.Mask);
        }

        frame.Given?.CopyTo(frame.Mask);
        Average?.Apply(frame);
    }

    /// <summary>Gives the memory back.</summary>
    public void Dispose() => Average?.Dispose();
}
