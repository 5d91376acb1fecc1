using TorchSharp;
using U2Video.Core.Checkpoints.Safetensors;
using U2Video.Core.Errors;
using U2Video.Core.Inference;
using U2Video.Core.Networks;

namespace U2Video.Core.Checkpoints;

/// <summary>A network with its weights and the description that says how to use them. Owns the network.</summary>
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
    public static U2NetModel LoadEmbedded()
    {
        const string name = "portrait-lite.safetensors";
        using var stream = typeof(U2NetModel).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The assembly lacks its resource {name}.");
        using var checkpoint = SafetensorsReader.Read(stream, name);
        return FromCheckpoint(checkpoint);
    }

    /// <summary>Reads a weights file; variant, wiring and encoding are recognised from it.</summary>
    /// <exception cref="ModelException">The file cannot be used.</exception>
    public static U2NetModel Load(string path)
    {
        using var checkpoint = CheckpointReader.Read(path);
        return FromCheckpoint(checkpoint);
    }

    /// <summary>Builds the network that a checkpoint's names and shapes speak of and fills it.</summary>
    /// <exception cref="ModelException">The checkpoint holds no U²-Net, or not all of it.</exception>
    public static U2NetModel FromCheckpoint(Checkpoint checkpoint)
    {
        var variant = Recognize(checkpoint);
        var network = new U2Net(variant);
        try
        {
            Fill(network, checkpoint);
            return new U2NetModel(network, ModelDescription.FromMetadata(checkpoint.Source, checkpoint.Metadata, variant));
        }
        catch
        {
            network.Dispose();
            throw;
        }
    }

    /// <summary>Writes weights and description.</summary>
    /// <param name="path">
    /// The file to make or replace. Its extension chooses the format: <c>.safetensors</c>, or <c>.pth</c> and <c>.pt</c> for
    /// PyTorch's, which torch.load reads.
    /// </param>
    /// <param name="precision"><c>Float32</c>, or <c>Float16</c> for half the size.</param>
    /// <exception cref="UsageException">The extension is none of these.</exception>
    /// <exception cref="U2VideoException">The file cannot be written.</exception>
    public void Save(string path, torch.ScalarType precision = torch.ScalarType.Float32)
    {
        var tensors = Network.state_dict().ToDictionary(
            entry => StateDictNames.InFile(entry.Key, Description.Variant), entry => entry.Value);
        CheckpointWriter.Write(path, tensors, Description.ToMetadata(), precision);
    }

    /// <summary>Frees the network.</summary>
    public void Dispose() => Network.Dispose();

    private static U2NetVariant Recognize(Checkpoint checkpoint)
    {
        var wiring = StateDictNames.Recognize(checkpoint.Tensors.Keys)
            ?? throw new ModelException(
                $"{checkpoint.Source}: holds {checkpoint.Tensors.Count} tensors, but not those of a U²-Net.");
        foreach (var size in new[] { U2NetVariant.Full, U2NetVariant.Lite })
        {
            var variant = size with { Wiring = wiring };
            if (checkpoint.Tensors.TryGetValue(StateDictNames.InFile(TellingName, variant), out var weight)
                && weight.shape is [var output, ..] && output == variant.Encoder[0].Mid)
            {
                return variant;
            }
        }

        throw new ModelException($"{checkpoint.Source}: is a U²-Net of neither the full nor the lite widths.");
    }

    // All names and shapes are compared before anything is copied: load_state_dict would broadcast a wrong shape in silence.
    private static void Fill(U2Net network, Checkpoint checkpoint)
    {
        var parameters = network.state_dict();
        var sources = parameters.Keys.ToDictionary(name => name, name => StateDictNames.InFile(name, network.Variant));
        foreach (var (name, parameter) in parameters)
        {
            if (!checkpoint.Tensors.TryGetValue(sources[name], out var tensor))
            {
                // Counts training batches; inference has no use for it and some exporters drop it.
                if (name.EndsWith(CounterSuffix, StringComparison.Ordinal))
                {
                    continue;
                }

                throw new ModelException($"{checkpoint.Source}: lacks the tensor '{sources[name]}' of a {network.Variant.Name}.");
            }

            if (!tensor.shape.SequenceEqual(parameter.shape))
            {
                throw new ModelException(
                    $"{checkpoint.Source}: '{sources[name]}' is {string.Join('×', tensor.shape)} and should be {string.Join('×', parameter.shape)}.");
            }
        }

        using var grad = torch.no_grad();
        foreach (var (name, parameter) in parameters)
        {
            if (checkpoint.Tensors.TryGetValue(sources[name], out var tensor))
            {
                parameter.copy_(tensor);
            }
        }
    }
}
