using U2Video.Core.Imaging;
using U2Video.Pipeline.Matting.Edges;

namespace U2Video.Benchmarks.Edges;

/// <summary>A way to bring masks to their frames' size.</summary>
/// <param name="Name">As the table calls it.</param>
/// <param name="ToFrameSize">The way.</param>
internal sealed record Upsampling(string Name, Func<Mask, Frame, Frame> ToFrameSize)
{
    public static Upsampling Fast { get; } = new("fast", BilinearUpsampling.ToFrameSize);

    public static Upsampling Guided(string name, GuidedUpsampling filter) => new(name, filter.ToFrameSize);

    /// <summary>What the program does.</summary>
    public static IReadOnlyList<Upsampling> Modes { get; } = [Fast, Guided("guided", GuidedUpsampling.Default)];

    /// <summary>The filters that the default was chosen among.</summary>
    public static IEnumerable<Upsampling> Sweep { get; } =
        from radius in new[] { 1, 2, 4 }
        from epsilon in new[] { 1e-5, 1e-4, 1e-3 }
        from faith in new[] { 0, 0.5, 1 }
        select Guided($"{radius}, {epsilon:0.#####}, {faith}", new GuidedUpsampling(radius, epsilon, faith));
}
