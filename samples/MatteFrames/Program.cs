// Mattes pictures of one size as the frames of a clip, without ffmpeg: MatteFrames 1.png 2.png … writes 1.matte.png, 2.matte.png, …
using OpenCvSharp;
using U2Video.Core.Imaging;
using U2Video.Core.Inference;
using U2Video.Core.Models;
using U2Video.Core.Torch;
using U2Video.Pipeline.Matting;

U2VideoRuntime.Configure();
using var predictor = new MaskPredictor(await ModelCatalog.OpenAsync("portrait-lite"), ComputeDevice.Resolve("auto"));
var matter = new FrameMatter(predictor, new MattingOptions { Reuse = 0.5 });
await foreach (var matted in matter.RunAsync(ReadAsync(args)))
{
    using (matted)
    {
        using var matte = Mat.FromPixelData(matted.Frame.Height, matted.Frame.Width, MatType.CV_8UC1, matted.Matte.Pixels.ToArray());
        matte.SaveImage(Path.ChangeExtension(args[matted.Frame.Timestamp], ".matte.png"));
    }
}

static async IAsyncEnumerable<Frame> ReadAsync(string[] pictures)
{
    for (var time = 0; time < pictures.Length; time++)
    {
        using var picture = Mat.FromImageData(await File.ReadAllBytesAsync(pictures[time]), ImreadModes.Color);
        using var colors = picture.CvtColor(ColorConversionCodes.BGR2RGB);
        colors.GetArray(out Vec3b[] pixels);
        var frame = new Frame(colors.Width, colors.Height, time);
        System.Runtime.InteropServices.MemoryMarshal.AsBytes<Vec3b>(pixels).CopyTo(frame.Pixels.Span);
        yield return frame;
    }
}
