// Mattes the raw RGB frames of a file, without ffmpeg: MatteFrames frames.rgb 640 480 mattes.gray
using U2Video.Core.Imaging;
using U2Video.Core.Inference;
using U2Video.Core.Models;
using U2Video.Core.Torch;
using U2Video.Pipeline.Matting;

U2VideoRuntime.Configure();
using var predictor = new MaskPredictor(await ModelCatalog.OpenAsync("portrait-lite"), ComputeDevice.Resolve("auto"));
await foreach (var matted in new FrameMatter(predictor).RunAsync(ReadAsync(args[0], int.Parse(args[1]), int.Parse(args[2]))))
{
    using var owned = matted;
    await File.AppendAllBytesAsync(args[3], owned.Matte.Pixels);
}

static async IAsyncEnumerable<Frame> ReadAsync(string path, int width, int height)
{
    using var file = File.OpenRead(path);
    for (var time = 0; file.Position < file.Length; time++)
    {
        var frame = new Frame(width, height, time);
        await file.ReadExactlyAsync(frame.Pixels);
        yield return frame;
    }
}
