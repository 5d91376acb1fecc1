using OpenCvSharp;
using U2Video.Core.Data.Augmentations;
using U2Video.Core.Models;

namespace U2Video.Core.Fixing;

/// <summary>
/// Random changes of a frame, as its neighbors in the clip differ from it: moved, scaled, turned and lit otherwise, and mirrored so that
/// more than the place decides.
/// </summary>
internal sealed record FrameVariation
{
    /// <summary>How far the frame is moved at most, as a share of its sides.</summary>
    public double Shift { get; init; } = 0.1;

    /// <summary>By what share it becomes larger or smaller at most.</summary>
    public double Zoom { get; init; } = 0.15;

    /// <summary>By how many degrees it is turned at most, either way.</summary>
    public double Rotation { get; init; } = 5;

    /// <summary>The share of frames that are mirrored left to right.</summary>
    public double FlipProbability { get; init; } = 0.5;

    /// <summary>The changes of color.</summary>
    public double Jitter { get; init; } = 0.15;

    /// <summary>Changes a frame and its mask alike.</summary>
    /// <param name="example">The frame; it stays as it is.</param>
    /// <param name="size">The network's size.</param>
    /// <param name="random">The source of randomness.</param>
    /// <returns>Picture and mask at that size; the caller disposes them.</returns>
    public (Mat Image, Mat Mask) Apply(FixExample example, InputSize size, Random random)
    {
        var (width, height) = (example.Image.Cols, example.Image.Rows);
        using var change = Cv2.GetRotationMatrix2D(
            new Point2f((width - 1) / 2f, (height - 1) / 2f), Between(-Rotation, Rotation), 1 + Between(-Zoom, Zoom));
        change.Set(0, 2, change.Get<double>(0, 2) + (width * Between(-Shift, Shift)));
        change.Set(1, 2, change.Get<double>(1, 2) + (height * Between(-Shift, Shift)));
        var flips = random.NextDouble() < FlipProbability;
        var (image, mask) = (Warp(example.Image), Warp(example.Mask));
        new Augmentation { Jitter = Jitter }.Recolor(image, random);
        return (image, mask);

        double Between(double low, double high) => low + ((high - low) * random.NextDouble());

        Mat Warp(Mat picture)
        {
            using var warped = new Mat();
            Cv2.WarpAffine(picture, warped, change, picture.Size(), InterpolationFlags.Linear, BorderTypes.Reflect101);
            var small = new Mat();
            Cv2.Resize(warped, small, new Size(size.Width, size.Height), interpolation: InterpolationFlags.Area);
            if (flips)
            {
                Cv2.Flip(small, small, FlipMode.Y);
            }

            return small;
        }
    }
}
