// Trains a model on a folder with images/ and masks/, and measures it on the pairs that were held out: TrainModel DIR mine.safetensors
using U2Video.Core.Data;
using U2Video.Core.Data.Splits;
using U2Video.Core.Inference;
using U2Video.Core.Metrics;
using U2Video.Core.Models;
using U2Video.Core.Torch;
using U2Video.Core.Training;
using U2Video.Reporting;

U2VideoRuntime.Configure();
var device = ComputeDevice.Resolve("auto");
var data = DataCheck.Run([DataFolder.Open(args[0])], new DataCheckOptions());
var split = DataSplit.Make(data.Folders, SplitRule.EveryNth(5), data.Bad);
var options = new TrainingOptions
{
    Recipe = Recipe.Portrait with { Epochs = 2, BatchSize = 4 },
    Training = split.Training,
    Validation = split.Validation,
    OutputPath = args[1],
    LastPath = Path.ChangeExtension(args[1], ".last.safetensors"),
};
using (var report = new TrainingReport(new TrainingReportOptions { Folder = Path.ChangeExtension(args[1], null) }))
{
    Trainer.Run(options, device, [report]);
}

using var predictor = new MaskPredictor(await ModelCatalog.OpenAsync(args[1]), device);
var measured = EvaluationSummary.Of(await ModelEvaluation.RunAsync(predictor, split.Validation));
Console.WriteLine($"IoU {measured.MeanIntersectionOverUnion:F3}, MAE {measured.MeanAbsoluteError:F3}");
