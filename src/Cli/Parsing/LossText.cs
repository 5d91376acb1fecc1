using U2Video.Core.Errors;
using U2Video.Core.Training.Losses;

namespace U2Video.Cli.Parsing;

/// <summary>Names of losses, separated by commas, each with or without <c>:WEIGHT</c>, such as <c>bce,iou:0.5</c>.</summary>
/// <remarks>
/// Reports and checkpoints of a run keep a mixture as <see cref="LossMixture.ToString"/> writes it. That text is only compared and shown,
/// never read, so this is the only reader.
/// </remarks>
internal static class LossText
{
    /// <summary>The mixture that a text asks for. A weight is 1 if none is given.</summary>
    /// <exception cref="UsageException">A name is unknown or named twice, or a weight is out of range.</exception>
    public static LossMixture Parse(string option, string text)
    {
        try
        {
            return new LossMixture([.. text.Split(',').Select(Part)]);
        }
        catch (UsageException error)
        {
            throw new UsageException($"{option} {text}: {error.Message}", error);
        }
    }

    private static (MaskLoss Loss, double Weight) Part(string part)
    {
        var (name, weight) = part.Split(':') switch
        {
            [var one] => (one, 1),
            [var one, var number] when NumberText.Real(number) is { } value => (one, value),
            _ => throw Unknown(part),
        };
        return (MaskLoss.All.FirstOrDefault(loss => loss.Name == name) ?? throw Unknown(part), weight);
    }

    private static UsageException Unknown(string part) => new(
        $"'{part}' is not a term of a loss; give {Choices.Or([.. MaskLoss.All.Select(loss => loss.Name)])}, with :WEIGHT or without.");
}
