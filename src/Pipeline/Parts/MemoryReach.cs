namespace U2Video.Pipeline.Parts;

/// <summary>How far back frames count for a matte.</summary>
internal enum MemoryReach
{
    /// <summary>A number of frames.</summary>
    Window,

    /// <summary>All frames of the scene.</summary>
    Scene,

    /// <summary>All frames of the clip.</summary>
    Clip,
}
