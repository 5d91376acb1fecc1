using System.Runtime.InteropServices;
using System.Security.Cryptography;
using U2Video.Core.Imaging;
using U2Video.Core.Inference;
using U2Video.Pipeline.Matting.Predicting;

namespace U2Video.Benchmarks.Smoothing;

/// <summary>A clip as the network saw it, with its raw masks and the truth at the network's size.</summary>
internal sealed record PredictedClip(Clip Clip, IReadOnlyList<Frame> Inputs, IReadOnlyList<float[]> Masks, IReadOnlyList<float[]>? Truths)
{
    /// <summary>Where the pipeline sees scenes begin.</summary>
    public IReadOnlyList<bool> SceneStarts { get; } = FindScenes(Inputs);

    /// <summary>True cuts that are seen.</summary>
    public int FoundCuts => Clip.Cuts.Count(cut => SceneStarts[cut]);

    /// <summary>Cuts that are seen where there are none.</summary>
    public int FalseCuts => SceneStarts.Skip(1).Count(starts => starts) - FoundCuts;

    /// <summary>Asks the network, or what it said the last time that it saw these pixels.</summary>
    public static async Task<PredictedClip> PredictAsync(Clip clip, MaskPredictor predictor, string cache)
    {
        var inputs = clip.Frames.Select(predictor.ToInput).ToList();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        inputs.ForEach(input => hash.AppendData(input.Pixels.Span));
        hash.AppendData(MemoryMarshal.AsBytes(predictor.Description.ToString().AsSpan()));
        var path = Path.Combine(cache, Convert.ToHexString(hash.GetHashAndReset())[..24] + ".masks");
        var length = inputs[0].Width * inputs[0].Height;
        if (!File.Exists(path))
        {
            Directory.CreateDirectory(cache);
            using var file = File.Create(path + ".part");
            foreach (var input in inputs)
            {
                using var mask = (await predictor.PredictInputsAsync([input]).ConfigureAwait(false))[0];
                file.Write(MemoryMarshal.AsBytes(mask.Values));
            }

            file.Dispose();
            File.Move(path + ".part", path);
        }

        var values = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(path)).ToArray();
        return new PredictedClip(
            clip, inputs, [.. values.Chunk(length)], clip.Truths?.Select(truth => AtSizeOf(inputs[0], truth)).ToList());
    }

    private static List<bool> FindScenes(IReadOnlyList<Frame> inputs)
    {
        var cuts = new SceneCuts();
        return [.. inputs.Select(cuts.StartsWith)];
    }

    private static float[] AtSizeOf(Frame input, Mask truth)
    {
        using var small = new Mask(input.Width, input.Height);
        using var source = FrameMat.Of(truth);
        using var destination = FrameMat.Of(small);
        OpenCvSharp.Cv2.Resize(source.Mat, destination.Mat, destination.Mat.Size(), interpolation: OpenCvSharp.InterpolationFlags.Area);
        return small.Values.ToArray();
    }
}
