namespace U2Video.Pipeline.Matting.Editing;

/// <summary>Which of the subject's separate parts stay in the matte.</summary>
public abstract record Keep
{
    private Keep()
    {
    }

    /// <summary>The largest parts. A part that was kept gives its place only to one that is a quarter larger.</summary>
    /// <param name="Count">How many, 1…255.</param>
    public sealed record Largest(int Count = 1) : Keep;

    /// <summary>The part that is nearest to the middle of the frame, for its size.</summary>
    public sealed record Central : Keep;
}
