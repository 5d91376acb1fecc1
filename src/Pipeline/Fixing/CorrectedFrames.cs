using OpenCvSharp;
using U2Video.Core.Errors;
using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Fixing;

/// <summary>Finds the frames that painted masks belong to, and checks the masks.</summary>
internal static class CorrectedFrames
{
    /// <summary>Reads all masks and finds their frames.</summary>
    /// <param name="corrections">What the user gave.</param>
    /// <param name="times">The times of the clip's frames.</param>
    /// <param name="video">What the frames are.</param>
    /// <returns>The masks in the order of their frames; they live as long as the run.</returns>
    /// <exception cref="InputException">A mask cannot be used, or there is no such frame.</exception>
    /// <exception cref="UsageException">Two masks are for the same frame.</exception>
    public static IReadOnlyList<CorrectedFrame> Find(IReadOnlyList<Correction> corrections, FrameTimes times, VideoFormat video)
    {
        var found = new Dictionary<long, (Correction By, Mat Mask)>();
        foreach (var correction in corrections)
        {
            var index = times.IndexOf(correction.Key, Named(correction));
            if (found.TryGetValue(index, out var other))
            {
                throw new UsageException(
                    $"{Named(other.By)} and {Named(correction)}: are both for frame {index}; give one mask for a frame.");
            }

            found.Add(index, (correction, Read(correction, video)));
        }

        return [.. found.OrderBy(one => one.Key).Select(one => new CorrectedFrame(one.Key, one.Value.Mask))];
    }

    private static Mat Read(Correction correction, VideoFormat video)
    {
        Mat mask;
        try
        {
            mask = PaintedMask.Read(correction.Path);
        }
        catch (InputException error)
        {
            throw new InputException($"{FixOptions.Named.Corrections} {correction.Key}={error.Message}", error);
        }

        return mask.Size() == new Size(video.Width, video.Height)
            ? mask
            : throw new InputException(
                $"{Named(correction)}: has {mask.Cols}×{mask.Rows} pixels, and the frames have {video.Width}×{video.Height}; "
                + $"paint it at the frame's size.");
    }

    private static MessageText Named(Correction correction) => Text($"{FixOptions.Named.Corrections} {correction}");

    private static MessageText Text(MessageText text) => text;
}
