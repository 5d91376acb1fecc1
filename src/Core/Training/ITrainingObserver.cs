namespace U2Video.Core.Training;

/// <summary>Observes a training run, on the thread that trains; an exception of the observer ends the run.</summary>
public interface ITrainingObserver
{
    /// <summary>Called when the weights of the checkpoint that the run begins with are measured. Fresh weights are not measured.</summary>
    void OnStart(StartRecord record)
    {
    }

    /// <summary>Called after a step of the optimizer.</summary>
    void OnStep(StepRecord record);

    /// <summary>Called after an epoch is validated and its checkpoints are written.</summary>
    void OnEpoch(EpochRecord record);
}
