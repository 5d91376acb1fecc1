using U2Video.Benchmarks.Edges;
using U2Video.Core.Errors;
using U2Video.Core.Inference;
using U2Video.Core.Models;
using U2Video.Core.Torch;

// edges quality|sweep SIZE DATA...   how near masks come to the truth, at the pictures' size
// edges cost PICTURE                 what each step costs
// edges look PICTURE FOLDER          what the results look like
U2VideoRuntime.Configure();
try
{
    switch (args)
    {
        case ["quality", var size, .. var folders]:
            await MeasureAsync(int.Parse(size), folders, Upsampling.Modes);
            return 0;
        case ["sweep", var size, .. var folders]:
            await MeasureAsync(int.Parse(size), folders, [Upsampling.Fast, .. Upsampling.Sweep]);
            return 0;
        case ["cost", var picture]:
            using (var predictor = Open(null))
            {
                await Cost.PrintAsync(predictor, picture);
            }

            return 0;
        case ["look", var picture, var folder]:
            using (var predictor = Open(null))
            {
                await Look.WriteAsync(predictor, picture, folder);
            }

            return 0;
        default:
            Console.Error.WriteLine("edges quality|sweep SIZE DATA...; edges cost PICTURE; edges look PICTURE FOLDER");
            return 2;
    }
}
catch (U2VideoException error)
{
    Console.Error.WriteLine(error.Message);
    return 1;
}

static MaskPredictor Open(int? size) => new(U2NetModel.LoadEmbedded(), ComputeDevice.Resolve("cpu"), size);

static async Task MeasureAsync(int size, IEnumerable<string> folders, IReadOnlyList<Upsampling> ways)
{
    using var predictor = Open(size);
    foreach (var folder in folders)
    {
        await Quality.PrintAsync(predictor, folder, ways);
    }
}
