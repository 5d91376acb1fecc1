using System.Globalization;
using U2Video.Core.Training;

namespace U2Video.Cli.Progress;

/// <summary>The words for how a training run goes.</summary>
internal static class TrainingText
{
    private const string Restored = "batch normalization was folded into the weights; it is restored, and the masks stay the same\n";

    // Below this the pictures come quickly enough to say nothing of it.
    private const double NotableWaiting = 0.05;

    /// <summary>Which epoch it is: <c>epoch 3/20</c>.</summary>
    public static string Epoch(int epoch, int epochs) => $"epoch {epoch}/{epochs}";

    /// <summary>Loss, speed and time to go: <c>loss 1.234, 31.5 pictures/s, 0:12:34 to go</c>.</summary>
    /// <param name="record">The step.</param>
    /// <param name="loss">The mean of the epoch so far.</param>
    public static string Figures(StepRecord record, double loss)
    {
        var waiting = record.WaitingShare >= NotableWaiting
            ? string.Create(CultureInfo.InvariantCulture, $", {100 * record.WaitingShare:F0} % waiting")
            : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"loss {loss:F3}, {record.PicturesPerSecond:F1} pictures/s, {Time(record.Remaining)} to go{waiting}");
    }

    /// <summary>A line for an epoch that has ended.</summary>
    public static string Line(EpochRecord record) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Epoch(record.Epoch, record.Epochs)}: loss {record.Training.Sum:F3}, held-out loss {record.Validation.Sum:F3}, "
        + $"IoU {record.HeldOut.MeanIntersectionOverUnion:F4}, MAE {record.HeldOut.MeanAbsoluteError:F4}, "
        + $"{record.PicturesPerSecond:F1} pictures/s{(record.IsBest ? ", best so far" : "")}");

    /// <summary>Lines for the weights that a run begins with.</summary>
    public static string Line(StartRecord record) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(record.HasRestoredBatchNorm ? Restored : "")}start: held-out loss {record.Validation.Sum:F3}, "
        + $"IoU {record.HeldOut.MeanIntersectionOverUnion:F4}, MAE {record.HeldOut.MeanAbsoluteError:F4}");

    private static string Time(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours}:{time:mm\\:ss}");
}
