// Mattes raw RGB frames from a pipe, each as soon as it comes: … | MatteLive 640 480 | …
using U2Video.Core.Imaging;
using U2Video.Core.Inference;
using U2Video.Core.Models;
using U2Video.Core.Torch;
using U2Video.Pipeline.Matting;

U2VideoRuntime.Configure();
using var predictor = new MaskPredictor(await ModelCatalog.OpenAsync("portrait-lite"), ComputeDevice.Resolve("auto"));
using var live = new LiveMatter(predictor);
using var input = Console.OpenStandardInput();
using var output = Console.OpenStandardOutput();
var pixels = new byte[3 * int.Parse(args[0]) * int.Parse(args[1])];
while (await input.ReadAtLeastAsync(pixels, pixels.Length, throwOnEndOfStream: false) == pixels.Length)
{
    var frame = new Frame(int.Parse(args[0]), int.Parse(args[1]));
    pixels.CopyTo(frame.Pixels);
    using var matted = live.NextMatte(frame);
    await output.WriteAsync(matted.Alpha.Pixels);
}
