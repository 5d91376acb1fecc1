using OpenCvSharp;

namespace U2Video.Pipeline.Cropping;

/// <summary>The way of a box's center along one side of the frame.</summary>
internal static class CropPath
{
    // Steps and gestures take about a second; a camera does not follow each of them.
    private const double Deviation = 0.5;
    private const double Farthest = 3 * Deviation;

    /// <summary>
    /// The middles of the subject's boxes, averaged over time within each scene by a Gaussian of half a second. A frame without a subject
    /// counts for nothing and gets the average of those around it, or the nearest one.
    /// </summary>
    /// <param name="frames">All frames, in order.</param>
    /// <param name="ends">The two ends of a box along this side.</param>
    /// <returns>The center at each frame, in pixels.</returns>
    public static IReadOnlyList<double> Centers(IReadOnlyList<SeenFrame> frames, Func<Rect, (int Low, int High)> ends)
    {
        var known = frames.Select((frame, index) => (Frame: frame, Index: index)).Where(seen => seen.Frame.Box is not null)
            .Select(seen => (seen.Frame, seen.Index, Middle: Middle(ends(seen.Frame.Box!.Value)))).ToArray();
        var centers = new double[frames.Count];
        var first = 0;
        for (var i = 0; i < frames.Count; i++)
        {
            var frame = frames[i];
            while (first < known.Length - 1 && known[first].Frame.Seconds < frame.Seconds - Farthest)
            {
                first++;
            }

            var (sum, total) = (0.0, 0.0);
            for (var j = first; j < known.Length && known[j].Frame.Seconds <= frame.Seconds + Farthest; j++)
            {
                var weight = known[j].Frame.Scene == frame.Scene ? Weight(known[j].Frame.Seconds - frame.Seconds) : 0;
                (sum, total) = (sum + (weight * known[j].Middle), total + weight);
            }

            centers[i] = total > 0 ? sum / total : known.MinBy(seen => Math.Abs(seen.Index - i)).Middle;
        }

        return centers;
    }

    private static double Middle((int Low, int High) ends) => (ends.Low + ends.High) / 2.0;

    private static double Weight(double seconds) => Math.Exp(-0.5 * Math.Pow(seconds / Deviation, 2));
}
