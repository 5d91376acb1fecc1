namespace U2Video.Core.Training;

/// <summary>Is told how a training run goes, on the thread that trains; what it throws ends the run.</summary>
public interface ITrainingObserver
{
    /// <summary>The weights of the checkpoint that the run begins with are measured. Fresh weights are not.</summary>
    void OnStart(StartRecord record)
    {
    }

    /// <summary>A step of the optimiser is done.</summary>
    void OnStep(StepRecord record);

    /// <summary>An epoch is validated, and its checkpoints are written.</summary>
    void OnEpoch(EpochRecord record);
}
