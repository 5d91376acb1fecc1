using U2Video.Core.Inference;
using U2Video.Core.Models;
using static TorchSharp.torch;

namespace U2Video.Pipeline.Tests.Hostile;

/// <summary>The built-in network at a size at which it costs next to nothing.</summary>
public sealed class TinyPredictor : IDisposable
{
    public MaskPredictor Predictor { get; } = new(U2NetModel.LoadEmbedded(), CPU, size: 64);

    public void Dispose() => Predictor.Dispose();
}
