namespace U2Video.Core.Data;

/// <summary>
/// The order of pictures in data sets with clips, which are folders of frames below <c>images/</c>. A frame follows another one in its
/// folder if its number is the next one.
/// </summary>
internal sealed class ClipOrder
{
    private readonly Dictionary<TrainingPair, TrainingPair> _next = [];

    public ClipOrder(IReadOnlyList<TrainingPair> pairs)
    {
        var frames = pairs.Where(pair => pair.Name.Contains('/', StringComparison.Ordinal));
        foreach (var clip in frames.GroupBy(frame => Path.GetDirectoryName(frame.ImagePath)))
        {
            var inOrder = clip.OrderBy(frame => Number(frame) ?? -1).ThenBy(frame => frame.Name, StringComparer.Ordinal).ToList();
            foreach (var (frame, next) in inOrder.Zip(inOrder.Skip(1)))
            {
                if (Number(next) == Number(frame) + 1)
                {
                    _next[frame] = next;
                }
            }
        }
    }

    /// <summary>The frame after this one; null for stills, for last frames, and if the next frame is missing.</summary>
    public TrainingPair? After(TrainingPair frame) => _next.GetValueOrDefault(frame);

    private static long? Number(TrainingPair frame)
    {
        var digits = new string([.. frame.Name.Reverse().TakeWhile(char.IsAsciiDigit).Reverse()]);
        return long.TryParse(digits, out var number) ? number : null;
    }
}
