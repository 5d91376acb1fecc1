using U2Video.Core.Errors;
using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Cropping;

/// <summary>Outputs show only a box around the subject.</summary>
/// <param name="Follows">
/// Whether the box, of constant size, moves with the subject, smoothly within each scene; otherwise one box holds it in all frames.
/// </param>
/// <param name="Margin">How far the box reaches beyond the subject on each side, as far as the frame does; 0 or more.</param>
public sealed record SubjectCrop(bool Follows = false, FrameLength Margin = default)
{
    /// <summary>Checks the values.</summary>
    /// <exception cref="UsageException">One is out of range.</exception>
    internal void Validate()
    {
        if (Margin.Value is not (>= 0 and <= int.MaxValue))
        {
            throw new UsageException($"{Named.Margin} with the margin {Margin}: give 0 or more.");
        }
    }

    /// <summary>The properties that messages name.</summary>
    internal static class Named
    {
        public static readonly PropertyName Margin = PropertyName.Of<SubjectCrop>(nameof(SubjectCrop.Margin));
    }
}
