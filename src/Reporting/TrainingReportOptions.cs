using U2Video.Core.Training;

namespace U2Video.Reporting;

/// <summary>What a <see cref="TrainingReport"/> is made of.</summary>
public sealed record TrainingReportOptions
{
    /// <summary>The run's folder; made where it is absent.</summary>
    public required string Folder { get; init; }

    /// <summary>The heading of the page, in plain text.</summary>
    public string Title { get; init; } = "Training run";

    /// <summary>What the run was started with, in plain text and in the order in which it is shown.</summary>
    public IReadOnlyList<(string Name, string Value)> Settings { get; init; } = [];

    /// <summary>
    /// Predicts the pictures of <c>result.png</c>; called after each epoch that is the best so far, on the thread that trains. The
    /// report disposes what it gives. Null for no such picture.
    /// </summary>
    public Func<IReadOnlyList<SamplePrediction>>? Samples { get; init; }

    /// <summary>The last epoch of an earlier run in the folder that is kept; 0 for a new run.</summary>
    public int AfterEpoch { get; init; }

    /// <summary>The last step of that run that is kept, counted from its start; 0 for a new run.</summary>
    public long AfterStep { get; init; }

    /// <summary>Whether TensorBoard events are written, to the folder <c>tensorboard</c>.</summary>
    public bool TensorBoard { get; init; } = true;
}
