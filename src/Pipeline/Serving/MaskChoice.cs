using U2Video.Client;
using U2Video.Core.Inference;
using U2Video.Core.Models.Registry;

namespace U2Video.Pipeline.Serving;

/// <summary>Where a client wants its masks to come from: one of these is not null.</summary>
/// <param name="Network">A network.</param>
/// <param name="Matte">The path of a matte file, and the time in its clip at which the client's times begin, in seconds.</param>
internal sealed record MaskChoice(NetworkChoice? Network, (string Path, double Start)? Matte)
{
    /// <summary>What settings ask for.</summary>
    /// <exception cref="Core.Errors.DeviceException">The device is not there.</exception>
    public static MaskChoice Of(MatteSettings settings) => settings.Matte != ""
        ? new MaskChoice(null, (settings.Matte, settings.MatteStart))
        : new MaskChoice(
            new NetworkChoice(
                settings.Model == "" ? ModelRegistry.EmbeddedName : settings.Model,
                settings.Size == "" ? null : settings.Size,
                ComputeDevice.Resolve(settings.Device).ToString()),
            null);
}
