namespace U2Video.Benchmarks.Smoothing;

/// <summary>What happens in a generated clip. Lengths are in pixels of a frame of <see cref="Width"/>×<see cref="Height"/>.</summary>
/// <param name="Name">What the table calls it.</param>
/// <param name="Sway">How far the person moves to either side.</param>
/// <param name="Period">In how many frames it comes and goes.</param>
/// <param name="Shake">How far the camera jumps at random from frame to frame (deviation).</param>
/// <param name="Pan">How far the scenery moves in a frame.</param>
/// <param name="Noise">Deviation of the sensor's noise, in levels of eight bits.</param>
/// <param name="Exposure">By what share the brightness jumps at random from frame to frame (deviation).</param>
/// <param name="Crf">H.264's constant rate factor; null: not compressed.</param>
/// <param name="CutEvery">After how many frames another scene begins; 0: never.</param>
/// <param name="Repeat">How often each frame is shown.</param>
internal sealed record ClipKind(
    string Name, double Sway = 24, double Period = 60, double Shake = 0, double Pan = 0.6, double Noise = 0, double Exposure = 0,
    int? Crf = null, int CutEvery = 0, int Repeat = 1)
{
    public const int Width = 480;
    public const int Height = 270;

    public static IReadOnlyList<ClipKind> All { get; } =
    [
        new("still, noise", Sway: 0, Pan: 0, Noise: 6),
        new("still, H.264", Sway: 0, Pan: 0, Noise: 4, Crf: 32),
        new("still, exposure", Sway: 0, Pan: 0, Noise: 2, Exposure: 0.06),
        new("repeated frames", Sway: 5, Period: 90, Noise: 2, Repeat: 3),
        new("gentle", Sway: 5, Period: 90, Pan: 0, Noise: 2),
        new("gentle, noise", Sway: 5, Period: 90, Pan: 0, Noise: 8),
        new("gentle, H.264", Sway: 5, Period: 90, Pan: 0, Noise: 4, Crf: 30),
        new("gentle, exposure", Sway: 5, Period: 90, Pan: 0, Noise: 2, Exposure: 0.06),
        new("hand-held", Sway: 5, Shake: 1, Noise: 4, Crf: 28),
        new("moving", Sway: 24, Period: 60, Pan: 0.6, Noise: 3),
        new("moving, H.264", Sway: 24, Period: 60, Pan: 0.6, Noise: 4, Crf: 30),
        new("cuts", Sway: 12, Noise: 3, CutEvery: 12),
        new("fast", Sway: 110, Period: 32, Pan: 3, Noise: 2),
        new("fast, fixed camera", Sway: 110, Period: 28, Pan: 0, Noise: 3),
    ];

    public bool IsFast => Name.StartsWith("fast", StringComparison.Ordinal);
}
