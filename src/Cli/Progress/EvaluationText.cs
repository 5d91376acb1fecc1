using System.Globalization;
using U2Video.Core.Metrics;

namespace U2Video.Cli.Progress;

/// <summary>The words for how far an evaluation is.</summary>
internal static class EvaluationText
{
    /// <summary>Pictures and speed: <c>12/94 pictures, 3.1 pictures/s</c>.</summary>
    public static ProgressState Describe(EvaluationProgress value)
    {
        var text = string.Create(
            CultureInfo.InvariantCulture, $"{value.Pictures}/{value.Total} pictures, {value.PicturesPerSecond:F1} pictures/s");
        return new ProgressState(text, value.Pictures, value.Total, value.Remaining);
    }
}
