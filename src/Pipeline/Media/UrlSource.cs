using U2Video.Core.Errors;
using U2Video.Pipeline.FFmpeg;

namespace U2Video.Pipeline.Media;

/// <summary>What lies at an address.</summary>
internal sealed record UrlSource(string Address) : MediaSource(Address)
{
    internal override void Validate()
    {
        if (!MediaAddress.Is(Address))
        {
            throw new UsageException($"{Address}: is no address that can be opened; there are {MediaAddress.KnownSchemes}.");
        }
    }
}
