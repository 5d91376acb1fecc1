using System.Globalization;
using U2Video.Core.Training;
using U2Video.Core.Training.Losses;

namespace U2Video.Reporting;

/// <summary>An epoch as a row of <c>metrics.csv</c>, and back.</summary>
internal static class EpochRow
{
    private const int Columns = 11 + (2 * LossTerms.Count);

    /// <summary>The names of the columns.</summary>
    public static string Header { get; } = string.Join(',', [
        "epoch", "epochs", "train_loss", .. Named("train"), "valid_loss", .. Named("valid"),
        "mae", "iou", "valid_pictures", "learning_rate", "pictures_per_second", "waiting_share", "best"]);

    public static string Format(EpochRecord record) => string.Join(',', [
        Text(record.Epoch), Text(record.Epochs),
        Text(record.Training.Sum), .. record.Training.Terms.Select(Text),
        Text(record.Validation.Sum), .. record.Validation.Terms.Select(Text),
        Text(record.HeldOut.MeanAbsoluteError), Text(record.HeldOut.MeanIntersectionOverUnion), Text(record.HeldOut.Pictures),
        Text(record.LearningRate), Text(record.PicturesPerSecond), Text(record.WaitingShare), record.IsBest ? "1" : "0"]);

    /// <exception cref="FormatException">The row is none of these.</exception>
    public static EpochRecord Parse(string row)
    {
        var cells = row.Split(',');
        if (cells.Length != Columns)
        {
            throw new FormatException($"{cells.Length} cells where {Columns} belong");
        }

        var values = cells.Select(cell => double.Parse(cell, CultureInfo.InvariantCulture)).ToArray();
        var training = new LossTerms(values[3..(3 + LossTerms.Count)]);
        var validation = new LossTerms(values[(4 + LossTerms.Count)..(4 + (2 * LossTerms.Count))]);
        var rest = values[(4 + (2 * LossTerms.Count))..];
        return new EpochRecord(
            (int)values[0], (int)values[1], training, validation, new MaskMetrics((int)rest[2], rest[0], rest[1]),
            LearningRate: rest[3], PicturesPerSecond: rest[4], WaitingShare: rest[5], IsBest: rest[6] != 0);
    }

    private static IEnumerable<string> Named(string set) => LossTerms.Names.Select(name => $"{set}_{name}");

    private static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);
}
