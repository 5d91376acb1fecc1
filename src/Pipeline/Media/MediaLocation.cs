namespace U2Video.Pipeline.Media;

/// <summary>Where a clip lies that ffmpeg can open more than once: a file or an address.</summary>
internal abstract record MediaLocation
{
    private protected MediaLocation()
    {
    }
}
