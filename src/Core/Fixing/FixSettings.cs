using U2Video.Core.Models;

namespace U2Video.Core.Fixing;

/// <summary>How a model learns from corrected frames.</summary>
internal sealed record FixSettings
{
    private const int SideUnit = 32;

    /// <summary>The number of steps of the optimizer.</summary>
    public required int Steps { get; init; }

    /// <summary>Ends the learning earlier; null: all steps are made, however long they take.</summary>
    public TimeSpan? TimeLimit { get; init; }

    /// <summary>The seed of all random numbers.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>The highest learning rate of Adam.</summary>
    public double LearningRate { get; init; } = 3e-4;

    /// <summary>Whether activations have 16 bits, which some processors compute faster.</summary>
    public bool UsesBFloat16 { get; init; }

    /// <summary>
    /// The side of the pictures that it learns from, as a share of the network's. Twice as many smaller pictures teach more than half as
    /// many of full size, in the same time.
    /// </summary>
    public double Scale { get; init; } = 0.625;

    /// <summary>Corrected frames in a step; if there are fewer, each is taken several times with other changes.</summary>
    public int Corrected { get; init; } = 2;

    /// <summary>Anchors in a step, if there are any.</summary>
    public int Anchors { get; init; } = 2;

    /// <summary>The random changes of a frame.</summary>
    public FrameVariation Variation { get; init; } = new();

    /// <summary>The size of the pictures that it learns from, with sides that every wiring takes.</summary>
    /// <param name="network">The network's size.</param>
    public InputSize SizeFor(InputSize network) => new(Side(network.Width), Side(network.Height));

    private int Side(int network) => Math.Max(1, (int)Math.Ceiling(network * Scale / SideUnit)) * SideUnit;
}
