using System.Globalization;

namespace U2Video.Reporting;

/// <summary>A point of the loss's curve as a row of <c>steps.csv</c>, and back.</summary>
internal static class StepRow
{
    /// <summary>The names of the columns.</summary>
    public const string Header = "step,epoch,loss,fused,learning_rate";

    public static string Format(StepLoss step) => string.Create(
        CultureInfo.InvariantCulture, $"{step.Step},{step.Epoch},{step.Loss:G7},{step.Fused:G7},{step.LearningRate:G7}");

    /// <exception cref="FormatException">The row is none of these.</exception>
    public static StepLoss Parse(string row)
    {
        var values = row.Split(',').Select(cell => double.Parse(cell, CultureInfo.InvariantCulture)).ToArray();
        return values is [var step, var epoch, var loss, var fused, var rate]
            ? new StepLoss((long)step, (int)epoch, loss, fused, rate)
            : throw new FormatException($"{values.Length} cells where 5 belong");
    }
}
