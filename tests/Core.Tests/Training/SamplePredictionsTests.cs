using OpenCvSharp;
using U2Video.Core.Data;
using U2Video.Core.Imaging;
using U2Video.Core.Models;
using U2Video.Core.Training;
using U2Video.Core.Training.Losses;

namespace U2Video.Core.Tests.Training;

public sealed class SamplePredictionsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("u2video-samples-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Chosen_pairs_lie_evenly_over_the_list()
    {
        TrainingPair[] pairs = [.. Enumerable.Range(0, 10).Select(index => new TrainingPair($"{index}", "", ""))];

        Assert.Equal(["1", "5", "8"], SamplePredictions.Choose(pairs, 3).Select(pair => pair.Name));
        Assert.Equal(pairs, SamplePredictions.Choose(pairs, 99));
        Assert.Empty(SamplePredictions.Choose(pairs, 0));
        Assert.Empty(SamplePredictions.Choose([], 3));
    }

    [Fact]
    public void Each_pair_gets_its_picture_truth_and_prediction_and_the_figures_of_the_evaluation()
    {
        using var model = U2NetModel.LoadEmbedded();
        TrainingPair[] pairs = [Pair("high", 60, 100), Pair("wide", 120, 80)];
        model.Network.train();

        var samples = SamplePredictions.Predict(model.Network, model.Description, pairs, size: 64);

        Assert.True(model.Network.training);
        Assert.Equal(["high", "wide"], samples.Select(sample => sample.Name));
        Assert.Equal([(60, 100), (120, 80)], samples.Select(sample => (sample.Image.Width, sample.Image.Height)));
        Assert.Equal([(60, 100), (120, 80)], samples.Select(sample => (sample.Truth.Width, sample.Truth.Height)));
        Assert.All(samples, sample => Assert.Equal((64, 64), (sample.Prediction.Width, sample.Prediction.Height)));
        Assert.Equal([200, 100, 50], samples[0].Image.Pixels[..3].ToArray());
        Assert.Equal((0f, 1f), (samples[0].Truth.Values[0], samples[0].Truth.Values[(50 * 60) + 30]));
        Assert.Equal(
            Validation.Run(model.Network, model.Description with { InputSize = 64 }, pairs, LossMixture.Default, CancellationToken.None)
                .Metrics.MeanAbsoluteError,
            samples.Average(sample => sample.Metrics.MeanAbsoluteError),
            1e-6);

        foreach (var sample in samples)
        {
            sample.Dispose();
        }
    }

    [Fact]
    public void A_picture_that_cannot_be_read_leaves_no_memory_rented()
    {
        using var model = U2NetModel.LoadEmbedded();
        var before = (Frame.AliveCount, Mask.AliveCount);
        TrainingPair[] pairs = [Pair("good", 60, 100), new("absent", "/nowhere/a.png", "/nowhere/b.png")];

        Assert.Throws<Core.Errors.InputException>(() => SamplePredictions.Predict(model.Network, model.Description, pairs, size: 64));

        Assert.Equal(before, (Frame.AliveCount, Mask.AliveCount));
    }

    private TrainingPair Pair(string name, int width, int height)
    {
        using var image = new Mat(height, width, MatType.CV_8UC3, new Scalar(50, 100, 200));
        using var mask = new Mat(height, width, MatType.CV_8UC1, Scalar.Black);
        Cv2.Circle(mask, new Point(width / 2, height / 2), 20, Scalar.White, thickness: -1);
        var (imagePath, maskPath) = (Path.Combine(_folder.FullName, name + ".png"), Path.Combine(_folder.FullName, name + "-mask.png"));
        Cv2.ImWrite(imagePath, image);
        Cv2.ImWrite(maskPath, mask);
        return new TrainingPair(name, imagePath, maskPath);
    }
}
