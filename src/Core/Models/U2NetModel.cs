using TorchSharp;
using U2Video.Core.Checkpoints;
using U2Video.Core.Checkpoints.Safetensors;
using U2Video.Core.Checkpoints.StateDicts;
using U2Video.Core.Errors;
using U2Video.Core.Networks;

namespace U2Video.Core.Models;

/// <summary>A network with its weights and their description. Owns the network.</summary>
/// <remarks>Not for several threads at once.</remarks>
/// <param name="network">The network, on the CPU in float32.</param>
/// <param name="description">The description of its input and output.</param>
public sealed class U2NetModel(U2Net network, ModelDescription description) : IDisposable
{
    // This tensor's shape distinguishes the full network from the lite one, in both wirings.
    private const string TellingName = "stage1.rebnconv1.conv_s1.weight";
    private const string EmbeddedFile = "portrait-lite.safetensors";
    private const string CounterSuffix = ".num_batches_tracked";

    /// <summary>The network.</summary>
    public U2Net Network { get; } = network;

    /// <summary>The description of its input and output.</summary>
    public ModelDescription Description { get; } = description;

    /// <summary>Opens the model that is part of this library.</summary>
    /// <param name="overrides">Values to use instead of the file's own.</param>
    public static U2NetModel LoadEmbedded(ModelOverrides? overrides = null)
    {
        using var stream = OpenEmbedded();
        using var checkpoint = SafetensorsReader.Read(stream, EmbeddedFile);
        return FromCheckpoint(checkpoint, overrides);
    }

    /// <summary>Opens the file of the model that is part of this library.</summary>
    internal static Stream OpenEmbedded() => typeof(U2NetModel).Assembly.GetManifestResourceStream(EmbeddedFile)
        ?? throw new InvalidOperationException($"The assembly lacks its resource {EmbeddedFile}.");

    /// <summary>Reads a weights file; variant, wiring and encoding are recognized from its content.</summary>
    /// <param name="path">A PyTorch, safetensors or ONNX file; the content decides the format.</param>
    /// <param name="overrides">Values to use instead of the file's own.</param>
    /// <exception cref="ModelException">The file cannot be used.</exception>
    public static U2NetModel Load(string path, ModelOverrides? overrides = null)
    {
        using var checkpoint = CheckpointReader.Read(path);
        return FromCheckpoint(checkpoint, overrides);
    }

    /// <summary>Builds the network that a checkpoint's names and shapes describe, and fills it.</summary>
    /// <exception cref="ModelException">The checkpoint holds no U²-Net, or an incomplete one.</exception>
    internal static U2NetModel FromCheckpoint(Checkpoint checkpoint, ModelOverrides? overrides = null)
    {
        var (stored, prefix) = Recognize(checkpoint);
        CheckThatMetadataAgree(checkpoint, stored, wiringIsGiven: overrides?.Wiring is not null);
        var variant = stored with { Wiring = overrides?.Wiring ?? stored.Wiring };
        var description = ModelDescription.FromMetadata(checkpoint.Source, checkpoint.Metadata, variant);
        CheckShapes(checkpoint, stored, NameInFile);

        // The scope frees temporary tensors of the layers' initialization; the parameters belong to the network.
        using var scope = torch.NewDisposeScope();
        var network = new U2Net(variant);
        try
        {
            Fill(network, checkpoint, NameInFile);
            GC.KeepAlive(checkpoint);
            return new U2NetModel(network, overrides?.ApplyTo(description) ?? description);
        }
        catch
        {
            network.Dispose();
            throw;
        }

        string NameInFile(string name) => prefix + StateDictNames.InFile(name, stored);
    }

    /// <summary>
    /// The same function in the other wiring: decoders inside the blocks take their two inputs in the other order, so the halves
    /// of their weights change places. Masks are the same if height and width divide by 32; for other sizes kimjy99's wiring
    /// cannot be used, and the official one can.
    /// </summary>
    /// <returns>A model of its own, with copied weights and the same description of input and output.</returns>
    /// <exception cref="ModelException">The wiring cannot take the description's size.</exception>
    public U2NetModel WithWiring(Wiring wiring)
    {
        using var scope = torch.NewDisposeScope();
        using var grad = torch.no_grad();
        var variant = Description.Variant with { Wiring = wiring };
        (Description with { Variant = variant }).CheckInputSize("the model");
        var network = new U2Net(variant);
        var source = Network.state_dict();
        var swapped = wiring.DeepFirst != Description.Variant.Wiring.DeepFirst;
        foreach (var (name, parameter) in network.state_dict())
        {
            var value = source[name];
            parameter.copy_(swapped && StateDictNames.IsInnerDecoderWeight(name) ? value.roll(value.shape[1] / 2, 1) : value);
        }

        GC.KeepAlive(this);
        return new U2NetModel(network, Description with { Variant = variant });
    }

    /// <summary>Writes weights and description, so that <see cref="Load"/> makes the same model again.</summary>
    /// <param name="path">
    /// The file to make or replace. Its extension chooses the format: <c>.safetensors</c>; <c>.pth</c> or <c>.pt</c> for
    /// PyTorch's format, which torch.load reads; <c>.onnx</c>, which includes the graph and takes only <c>Float32</c>.
    /// </param>
    /// <param name="precision"><c>Float32</c>, or <c>Float16</c> for half the size.</param>
    /// <exception cref="UsageException">The extension is another one, or the format does not have this precision.</exception>
    /// <exception cref="U2VideoException">The file cannot be written.</exception>
    public void Save(string path, torch.ScalarType precision = torch.ScalarType.Float32)
    {
        CheckpointWriter.Write(path, Network.state_dict(), Description.Variant, Description.ToMetadata(), precision);

        // The tensors belong to the network, to which the caller may not have a reference any more.
        GC.KeepAlive(this);
    }

    /// <summary>Checks that <see cref="Save"/> knows the format and the precision, before there is a model.</summary>
    /// <exception cref="UsageException">The extension is unknown, or the format does not have this precision.</exception>
    public static void CheckCanSave(string path, torch.ScalarType precision = torch.ScalarType.Float32) =>
        CheckpointWriter.Check(path, precision);

    /// <summary>Frees the network.</summary>
    public void Dispose() => Network.Dispose();

    private static (U2NetVariant Variant, string Prefix) Recognize(Checkpoint checkpoint)
    {
        var (wiring, prefix) = StateDictNames.Recognize(checkpoint.Tensors.Keys)
            ?? throw new ModelException(
                $"{checkpoint.Source}: holds {checkpoint.Tensors.Count} tensors, but not those of a U²-Net.");
        foreach (var size in new[] { U2NetVariant.Full, U2NetVariant.Lite })
        {
            var variant = size with { Wiring = wiring };
            if (checkpoint.Tensors.TryGetValue(prefix + StateDictNames.InFile(TellingName, variant), out var weight)
                && weight.shape is [var output, ..] && output == variant.Encoder[0].Mid)
            {
                return (variant, prefix);
            }
        }

        throw new ModelException($"{checkpoint.Source}: is a U²-Net with neither the full nor the lite widths.");
    }

    /// <summary>
    /// The metadata in our files has to agree with the names and shapes. Otherwise one of them was changed afterwards, and the
    /// masks would be wrong. Only a wiring that the user gives overrides both.
    /// </summary>
    private static void CheckThatMetadataAgree(Checkpoint checkpoint, U2NetVariant stored, bool wiringIsGiven)
    {
        Check("u2net.variant", stored.Name, said => said, "");
        if (!wiringIsGiven)
        {
            Check("u2net.wiring", stored.Wiring.Name, Wiring.CurrentName, ", or say which wiring is right");
        }

        void Check(string entry, string found, Func<string, string> currentName, string advice)
        {
            if (checkpoint.Metadata.TryGetValue(entry, out var said)
                && !currentName(said).Equals(found, StringComparison.OrdinalIgnoreCase))
            {
                throw new ModelException(
                    $"{checkpoint.Source}: the metadata entry {entry} says {UntrustedText.Quote(said)}, and the tensors are those of "
                    + $"'{found}'. Fetch or make the file again{advice}.");
            }
        }
    }

    // All names and shapes are compared before anything is built or copied, because load_state_dict would silently broadcast a wrong shape.
    private static void CheckShapes(Checkpoint checkpoint, U2NetVariant stored, Func<string, string> nameInFile)
    {
        foreach (var (name, shape) in StateDictShapes.Of(stored))
        {
            if (!checkpoint.Tensors.TryGetValue(nameInFile(name), out var tensor))
            {
                // This counts training batches; inference does not need it, and some exporters drop it.
                if (name.EndsWith(CounterSuffix, StringComparison.Ordinal))
                {
                    continue;
                }

                throw new ModelException(
                    $"{checkpoint.Source}: lacks the tensor {UntrustedText.Quote(nameInFile(name))} of a {stored.Name}.");
            }

            if (!tensor.shape.SequenceEqual(shape))
            {
                throw new ModelException(
                    $"{checkpoint.Source}: {UntrustedText.Quote(nameInFile(name))} is {string.Join('×', tensor.shape)} "
                    + $"and should be {string.Join('×', shape)}.");
            }
        }
    }

    private static void Fill(U2Net network, Checkpoint checkpoint, Func<string, string> nameInFile)
    {
        using var scope = torch.NewDisposeScope();
        using var grad = torch.no_grad();
        foreach (var (name, parameter) in network.state_dict())
        {
            if (!checkpoint.Tensors.TryGetValue(nameInFile(name), out var tensor))
            {
                continue;
            }

            // Checked as float32, because a double may be beyond its range.
            parameter.copy_(tensor);
            if (!StoredTensor.IsFinite(parameter))
            {
                throw new ModelException(
                    $"{checkpoint.Source}: {UntrustedText.Quote(nameInFile(name))} has values that are NaN or infinite; "
                    + "fetch or make the file again.");
            }
        }
    }
}
