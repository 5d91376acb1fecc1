using System.Diagnostics;
using Tensorboard;
using U2Video.Core.Training;
using U2Video.Core.Training.Losses;

namespace U2Video.Reporting;

/// <summary>
/// Writes a run's figures as TensorBoard events: the loss, its seven terms and the learning rate at each step, validation at each
/// epoch's last step. Events are on disk after each epoch, and every few seconds in between.
/// </summary>
/// <remarks>Not for several threads at once.</remarks>
internal sealed class TensorBoardLog : ITrainingObserver, IDisposable
{
    private static readonly TimeSpan FlushInterval = TimeSpan.FromSeconds(5);

    private readonly EventFile _file;
    private readonly Stopwatch _sinceFlush = Stopwatch.StartNew();
    private long _step;

    /// <summary>Starts a file of events.</summary>
    /// <param name="folder">The folder to show in TensorBoard; made where it is absent.</param>
    /// <param name="afterStep">
    /// The last step that is kept of an earlier run in that folder, counted from its start; 0 for a new run. TensorBoard forgets the
    /// steps behind it.
    /// </param>
    public TensorBoardLog(string folder, long afterStep = 0)
    {
        Directory.CreateDirectory(folder);
        _file = new EventFile(folder);
        _step = afterStep;
        try
        {
            _file.Write(new Event { Step = afterStep + 1, SessionLog = new SessionLog { Status = SessionLog.Types.SessionStatus.Start } });
            _file.Flush();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void OnStep(StepRecord record)
    {
        _step = record.StepOfRun();
        Write([
            ("loss/train", record.Loss.Sum),
            .. Terms("train", record.Loss),
            ("learning_rate", record.LearningRate),
            ("speed/pictures_per_second", record.PicturesPerSecond),
            ("speed/waiting_share", record.WaitingShare)]);
        if (_sinceFlush.Elapsed >= FlushInterval)
        {
            _sinceFlush.Restart();
            _file.Flush();
        }
    }

    /// <inheritdoc/>
    public void OnEpoch(EpochRecord record)
    {
        Write([
            ("loss/train_epoch", record.Training.Sum),
            ("loss/valid", record.Validation.Sum),
            .. Terms("valid", record.Validation),
            ("metrics/mae", record.HeldOut.MeanAbsoluteError),
            ("metrics/iou", record.HeldOut.MeanIntersectionOverUnion)]);
        _file.Flush();
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _file.Dispose();

    private static IEnumerable<(string Tag, double Value)> Terms(string set, LossTerms loss) =>
        LossTerms.Names.Select((name, index) => ($"terms_{set}/{name}", loss.Terms[index]));

    private void Write(IEnumerable<(string Tag, double Value)> scalars)
    {
        var summary = new Summary();
        summary.Value.AddRange(scalars.Select(scalar => new Summary.Types.Value { Tag = scalar.Tag, SimpleValue = (float)scalar.Value }));
        _file.Write(new Event { Step = _step, Summary = summary });
    }
}
