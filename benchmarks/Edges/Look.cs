using OpenCvSharp;
using U2Video.Core.Imaging;
using U2Video.Core.Inference;
using U2Video.Pipeline.Compositing;
using U2Video.Pipeline.Compositing.Backgrounds;
using U2Video.Pipeline.Matting;

namespace U2Video.Benchmarks.Edges;

/// <summary>Pictures to look at: masks and composites, both ways.</summary>
internal static class Look
{
    private const int LongerSide = 1280;

    public static async Task WriteAsync(MaskPredictor predictor, string picture, string folder)
    {
        Directory.CreateDirectory(folder);
        using var stored = Cv2.ImRead(picture, ImreadModes.Color);
        var scale = (double)LongerSide / Math.Max(1, Math.Max(stored.Cols, stored.Rows));
        var size = new Size((int)(stored.Cols * scale), (int)(stored.Rows * scale));
        using var frame = Cost.Read(picture, size, PixelLayout.Rgb24);
        using var mask = (await predictor.PredictAsync([frame]))[0];
        foreach (var way in Upsampling.Modes)
        {
            using var matted = new MattedFrame(Cost.Read(picture, size, PixelLayout.Rgb24), way.ToFrameSize(mask, frame));
            await SaveAsync("mask", new MaskRenderer());
            await SaveAsync("cutout-straight", new CutoutRenderer(AlphaMode.Straight, decontaminate: true));
            foreach (var clean in new[] { false, true })
            {
                var suffix = clean ? "-clean" : "";
                await SaveAsync("green" + suffix, new CompositeRenderer(new SolidBackground([0, 200, 0]), clean));
                await SaveAsync("white" + suffix, new CompositeRenderer(new SolidBackground([255, 255, 255]), clean));
                await SaveAsync("blur" + suffix, new CompositeRenderer(new BlurBackground(null), clean));
            }

            async Task SaveAsync(string name, IRenderer renderer)
            {
                using var result = await renderer.RenderAsync(matted, CancellationToken.None);
                using var pixels = FrameMat.Of(result);
                using var stored = pixels.Mat.Channels() switch
                {
                    1 => pixels.Mat.Clone(),
                    3 => pixels.Mat.CvtColor(ColorConversionCodes.RGB2BGR),
                    _ => pixels.Mat.CvtColor(ColorConversionCodes.RGBA2BGRA),
                };
                Cv2.ImWrite(Path.Combine(folder, $"{Path.GetFileNameWithoutExtension(picture)}-{way.Name}-{name}.png"), stored);
            }
        }
    }
}
