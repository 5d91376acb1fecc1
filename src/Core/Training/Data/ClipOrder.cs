namespace U2Video.Core.Training.Data;

/// <summary>
/// Which picture follows which, where a data set has clips: folders of frames below <c>images/</c>. A frame follows another if it is the
/// next of its folder in ordinal order and its number is the next one too.
/// </summary>
internal sealed class ClipOrder
{
    private readonly Dictionary<TrainingPair, TrainingPair> _next = [];

    public ClipOrder(IReadOnlyList<TrainingPair> pairs)
    {
        foreach (var clip in pairs.Where(pair => pair.Name.Contains('/', StringComparison.Ordinal)).GroupBy(pair => Path.GetDirectoryName(pair.ImagePath)))
        {
            var frames = clip.OrderBy(frame => frame.Name, StringComparer.Ordinal).ToList();
            foreach (var (frame, next) in frames.Zip(frames.Skip(1)))
            {
                if (Number(next) == Number(frame) + 1)
                {
                    _next[frame] = next;
                }
            }
        }
    }

    /// <summary>The frame after this one; null for stills, last frames, and where one is missing.</summary>
    public TrainingPair? After(TrainingPair frame) => _next.GetValueOrDefault(frame);

    private static long? Number(TrainingPair frame)
    {
        var digits = new string([.. frame.Name.Reverse().TakeWhile(char.IsAsciiDigit).Reverse()]);
        return long.TryParse(digits, out var number) ? number : null;
    }
}
