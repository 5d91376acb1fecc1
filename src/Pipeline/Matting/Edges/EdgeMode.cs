namespace U2Video.Pipeline.Matting.Edges;

/// <summary>How a mask is brought from the network's size to the frame's.</summary>
public enum EdgeMode
{
    /// <summary>Bilinear between the mask's values: edges are as soft as the network's grid is coarse.</summary>
    Fast,

    /// <summary>By a guided filter: the mask's edges follow the frame's own.</summary>
    Guided,
}
