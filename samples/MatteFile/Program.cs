// Cuts the people out of a clip, and shows the original beside the cut-out: MatteFile in.mp4 cutout.webm combined.gif
using U2Video.Core.Inference;
using U2Video.Core.Models;
using U2Video.Core.Torch;
using U2Video.Pipeline;
using U2Video.Pipeline.Outputs;

U2VideoRuntime.Configure();
using var predictor = new MaskPredictor(await ModelCatalog.OpenAsync("portrait-lite"), ComputeDevice.Resolve("auto"));
var pipeline = new VideoPipeline(predictor);
var options = new PipelineOptions
{
    Input = args[0],
    Outputs = [new CutoutOutput { Path = args[1] }, new CombinedOutput { Path = args[2] }],
};
var end = await pipeline.RunAsync(options, new Progress<PipelineProgress>(now => Console.Error.Write($"\r{now.Frames} frames")));
Console.Error.WriteLine($"\r{end.Frames} frames, {end.FramesPerSecond:F1} a second");
