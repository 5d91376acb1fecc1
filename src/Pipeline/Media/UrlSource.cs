using U2Video.Core.Errors;

namespace U2Video.Pipeline.Media;

/// <summary>What lies at an address.</summary>
internal sealed record UrlSource(string Address) : MediaSource(Address)
{
    /// <summary>Where it lies.</summary>
    public AddressLocation Location => new(Address);

    internal override void Validate()
    {
        if (!AddressLocation.CanOpen(Address))
        {
            throw new UsageException($"{Address}: is not an address that can be opened; there are {AddressLocation.KnownSchemes}.");
        }
    }
}
