using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using U2Video.Cli.Help;
using U2Video.Core.Errors;
using U2Video.Core.Models;
using U2Video.Core.Models.Registry;

namespace U2Video.Cli.Commands.Models;

/// <summary><c>u2video models inspect</c>: what a weights file is.</summary>
internal static class InspectModelCommand
{
    private static readonly JsonSerializerOptions Json = new()
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    public static Command Create(ModelRegistry registry, ModelSource models, TextWriter output)
    {
        var file = new Argument<string>("FILE") { Description = "The weights: a file, or a name that 'u2video models list' shows." };
        var json = new Option<bool>("--json") { Description = "Print JSON, for programs." };
        var options = new ModelOptions();
        var command = new Command("inspect", "Show what a weights file is: network, wiring, format, how it is used, checksums.")
        {
            file,
        };
        command.AddGroup("Input", options.ReadWiring);
        command.AddGroup("Outputs", json);
        command.SetAction(async (parsed, cancellation) =>
        {
            var path = await models.LocateAsync(parsed.GetValue(file), cancellation).ConfigureAwait(false)
                ?? throw new UsageException(
                    $"{parsed.GetValue(file)}: is built in and has no file; 'u2video models convert' writes one.");
            var found = ModelInspection.Read(path, new ModelOverrides { Wiring = WiringOption.Read(parsed, options.ReadWiring) });
            await output.WriteLineAsync(parsed.GetValue(json) ? ToJson(found) : ToText(found, registry)).ConfigureAwait(false);
            return ExitCode.Success;
        });
        return command;
    }

    private static string ToText(ModelInspection found, ModelRegistry registry)
    {
        var (variant, input) = (found.Description.Variant, found.Description.Input);
        var published = registry.Published.FirstOrDefault(model => model.Md5 == found.Md5);
        List<(string Name, string? Value)> rows =
        [
            ("file", string.Create(CultureInfo.InvariantCulture, $"{found.Path} ({found.Bytes:N0} bytes)")),
            ("format", found.Format),
            ("network", string.Create(
                CultureInfo.InvariantCulture, $"{variant.Name}, {variant.Wiring.Name} wiring, {found.Parameters:N0} parameters")),
            ("tensors", $"{found.Tensors} of {string.Join(", ", found.ElementTypes)}"),
            ("input", $"{found.Description.InputSize} px, {Lower(input.Channels)}, divided by {Divisor(input.Scale)}, "
                + $"mean {Join(input.Mean)}, std {Join(input.Std)}"),
            ("output", $"normalization {Lower(found.Description.Output)}"),
            ("license", found.Description.License),
            ("provenance", found.Description.Provenance),
            ("sha256", found.Sha256),
            ("md5", found.Md5 + (published is null ? "" : $" (published as {published.Name})")),
        ];
        rows.AddRange(found.Metadata.Where(entry => entry.Key is not ("license" or "provenance"))
            .OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => ("metadata", (string?)$"{entry.Key} = {entry.Value}")));
        return string.Join(
            '\n', rows.Where(row => row.Value is not null).Select(row => $"{row.Name,-12}{ModelInspection.Printable(row.Value!)}"));
    }

    private static string ToJson(ModelInspection found) => JsonSerializer.Serialize(
        new
        {
            found.Path,
            found.Format,
            found.Bytes,
            found.Sha256,
            found.Md5,
            Variant = found.Description.Variant.Name,
            Wiring = found.Description.Variant.Wiring.Name,
            found.Parameters,
            found.Tensors,
            found.ElementTypes,
            found.Description.InputSize,
            ChannelOrder = Lower(found.Description.Input.Channels),
            InputScale = Lower(found.Description.Input.Scale),
            found.Description.Input.Mean,
            found.Description.Input.Std,
            OutputNormalization = Lower(found.Description.Output),
            found.Description.License,
            found.Description.Provenance,
            found.Metadata,
        },
        Json);

    private static string Divisor(InputScale scale) => scale == InputScale.Byte ? "255" : "the largest value";

    private static string Lower(Enum value) => value.ToString().ToLowerInvariant();

    private static string Join(IEnumerable<float> values) =>
        string.Join(", ", values.Select(value => value.ToString(CultureInfo.InvariantCulture)));
}
