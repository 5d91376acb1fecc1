using U2Video.Core.Training;

namespace U2Video.Reporting;

/// <summary>What follows from a <see cref="StepRecord"/>.</summary>
internal static class StepRecordExtensions
{
    /// <summary>Steps since the run's start, from 1, where all epochs have as many.</summary>
    public static long StepOfRun(this StepRecord record) => ((record.Epoch - 1L) * record.Steps) + record.Step;
}
