using U2Video.Core.Errors;
using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Compositing.Backgrounds;

/// <summary>Which background a composite gets.</summary>
public abstract record BackgroundSpec
{
    /// <summary>The largest radius of a blur, in pixels.</summary>
    public const double LargestRadius = 1000;

    private protected BackgroundSpec()
    {
    }

    /// <summary>One color everywhere.</summary>
    /// <param name="red">0…255.</param>
    /// <param name="green">0…255.</param>
    /// <param name="blue">0…255.</param>
    public static BackgroundSpec FromColor(byte red, byte green, byte blue) => new SolidBackgroundSpec(red, green, blue);

    /// <summary>The clip's own background, out of focus.</summary>
    /// <param name="radius">
    /// The blur's standard deviation in pixels of the clip, 1…<see cref="LargestRadius"/>; null for a fortieth of the frame's longer
    /// side.
    /// </param>
    /// <exception cref="UsageException">The radius is out of range.</exception>
    public static BackgroundSpec Blur(double? radius = null) => radius is null or (>= 1 and <= LargestRadius)
        ? new BlurBackgroundSpec(radius)
        : throw new UsageException($"The radius {radius} of a blurred background: give 1 to {LargestRadius} pixels.");

    /// <summary>A picture, a video or a GIF. A video begins with the clip, and begins again when it ends.</summary>
    /// <param name="path">The path of the file.</param>
    public static BackgroundSpec FromFile(string path) => new FileBackgroundSpec(path);

    /// <summary>Gets the background ready.</summary>
    /// <param name="clip">The clip that it is for; file backgrounds follow its times and the shape of its pixels.</param>
    /// <param name="cancellation">Ends the wait for a file's headers.</param>
    /// <exception cref="InputException">The file cannot be used.</exception>
    internal abstract ValueTask<IBackground> OpenAsync(VideoFormat clip, CancellationToken cancellation);
}
