using TorchSharp;
using U2Video.Core.Checkpoints;
using U2Video.Core.Checkpoints.Safetensors;
using U2Video.Core.Checkpoints.StateDicts;
using U2Video.Core.Errors;
using U2Video.Core.Networks;

namespace U2Video.Core.Models;

/// <summary>A network with its weights and the description that says how to use them. Owns the network.</summary>
/// <remarks>Not for several threads at once.</remarks>
/// <param name="network">The network, on the CPU in float32.</param>
/// <param name="description">How it is to be fed and read.</param>
public sealed class U2NetModel(U2Net network, ModelDescription description) : IDisposable
{
    // The only tensor whose shape tells the full network from the lite one and is in both wirings.
    private const string TellingName = "stage1.rebnconv1.conv_s1.weight";
    private const string CounterSuffix = ".num_batches_tracked";

    /// <summary>The network.</summary>
    public U2Net Network { get; } = network;

    /// <summary>How it is to be fed and read.</summary>
    public ModelDescription Description { get; } = description;

    /// <summary>Opens the model that is part of this library.</summary>
    /// <param name="overrides">What to take in the place of what it says of itself.</param>
    public static U2NetModel LoadEmbedded(ModelOverrides? overrides = null)
    {
        const string name = "portrait-lite.safetensors";
        using var stream = typeof(U2NetModel).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The assembly lacks its resource {name}.");
        using var checkpoint = SafetensorsReader.Read(stream, name);
        return FromCheckpoint(checkpoint, overrides);
    }

    /// <summary>Reads a weights file; variant, wiring and encoding are recognised from it.</summary>
    /// <param name="path">A file of any format that <see cref="CheckpointReader"/> knows.</param>
    /// <param name="overrides">What to take in the place of what it says of itself.</param>
    /// <exception cref="ModelException">The file cannot be used.</exception>
    public static U2NetModel Load(string path, ModelOverrides? overrides = null)
    {
        using var checkpoint = CheckpointReader.Read(path);
        return FromCheckpoint(checkpoint, overrides);
    }

    /// <summary>Builds the network that a checkpoint's names and shapes speak of and fills it.</summary>
    /// <exception cref="ModelException">The checkpoint holds no U²-Net, or not all of it.</exception>
    public static U2NetModel FromCheckpoint(Checkpoint checkpoint, ModelOverrides? overrides = null)
    {
        var (stored, prefix) = Recognize(checkpoint);
        CheckThatMetadataAgree(checkpoint, stored, wiringIsGiven: overrides?.Wiring is not null);
        var variant = stored with { Wiring = overrides?.Wiring ?? stored.Wiring };
        var description = ModelDescription.FromMetadata(checkpoint.Source, checkpoint.Metadata, variant);
        CheckShapes(checkpoint, stored, NameInFile);

        // Frees what torch's layers leave behind of their initialisation; the parameters belong to the network.
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
    /// of their weights change places. Masks are the same where height and width divide by 32; elsewhere the seed's wiring
    /// cannot be used, and the official one can.
    /// </summary>
    /// <returns>A model of its own, with copied weights and the same description of input and output.</returns>
    /// <exception cref="ModelException">The description's size is none that the wiring can take.</exception>
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

    /// <summary>Writes weights and description, from which <see cref="Load"/> makes the same model again.</summary>
    /// <param name="path">
    /// The file to make or replace. Its extension chooses the format: <c>.safetensors</c>; <c>.pth</c> or <c>.pt</c> for
    /// PyTorch's, which torch.load reads; <c>.onnx</c>, which brings the graph along and takes <c>Float32</c> alone.
    /// </param>
    /// <param name="precision"><c>Float32</c>, or <c>Float16</c> for half the size.</param>
    /// <exception cref="UsageException">The extension is none of these, or the format has no such precision.</exception>
    /// <exception cref="U2VideoException">The file cannot be written.</exception>
    public void Save(string path, torch.ScalarType precision = torch.ScalarType.Float32)
    {
        CheckpointWriter.Write(path, Network.state_dict(), Description.Variant, Description.ToMetadata(), precision);

        // The tensors are the network's, which the caller may not need any more.
        GC.KeepAlive(this);
    }

    /// <summary>Finds out whether <see cref="Save"/> knows the format and has the precision, before a model is at hand.</summary>
    /// <exception cref="UsageException">The extension is none that is known, or the format has no such precision.</exception>
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

        throw new ModelException($"{checkpoint.Source}: is a U²-Net of neither the full nor the lite widths.");
    }

    /// <summary>
    /// What a file of ours says of its network has to be what its names and shapes say: one of them was changed otherwise, and the
    /// masks would be wrong. Only a wiring that the user gives stands above both.
    /// </summary>
    private static void CheckThatMetadataAgree(Checkpoint checkpoint, U2NetVariant stored, bool wiringIsGiven)
    {
        Check("u2net.variant", stored.Name, "");
        if (!wiringIsGiven)
        {
            Check("u2net.wiring", stored.Wiring.Name, ", or say which wiring is right");
        }

        void Check(string entry, string found, string advice)
        {
            if (checkpoint.Metadata.TryGetValue(entry, out var said) && !said.Equals(found, StringComparison.OrdinalIgnoreCase))
            {
                throw new ModelException(
                    $"{checkpoint.Source}: the metadata entry {entry} says {UntrustedText.Quote(said)}, and the tensors are those of "
                    + $"'{found}'. Fetch or make the file again{advice}.");
            }
        }
    }

    // All names and shapes are compared before anything is built or copied: load_state_dict would broadcast a wrong shape in silence.
    private static void CheckShapes(Checkpoint checkpoint, U2NetVariant stored, Func<string, string> nameInFile)
    {
        foreach (var (name, shape) in StateDictShapes.Of(stored))
        {
            if (!checkpoint.Tensors.TryGetValue(nameInFile(name), out var tensor))
            {
                // Counts training batches; inference has no use for it and some exporters drop it.
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

            // Checked as float32: a double may be beyond its range.
            parameter.copy_(tensor);
            if (!StoredTensor.IsFinite(parameter))
            {
                throw new ModelException(
                    $"{checkpoint.Source}: {UntrustedText.Quote(nameInFile(name))} has values that are no numbers or infinite; "
                    + "fetch or make the file again.");
            }
        }
    }
}
