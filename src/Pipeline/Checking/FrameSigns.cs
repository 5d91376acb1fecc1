namespace U2Video.Pipeline.Checking;

/// <summary>A frame's signs of doubt.</summary>
internal sealed class FrameSigns
{
    private readonly double[] _values = new double[All.Count];

    /// <summary>All signs, in their order.</summary>
    public static IReadOnlyList<DoubtSign> All { get; } = Enum.GetValues<DoubtSign>();

    /// <summary>A sign: 0 or more.</summary>
    public double this[DoubtSign sign]
    {
        get => _values[(int)sign];
        set => _values[(int)sign] = value;
    }

    /// <summary>The subject's area as a share of the frame, 0…1.</summary>
    public double Area { get; set; }

    /// <summary>The area with which <see cref="DoubtSign.Smaller"/> compares it, 0…1.</summary>
    public double UsualArea { get; set; }

    /// <summary>Whether the frame is the first of a scene.</summary>
    public bool StartsScene { get; init; }
}
