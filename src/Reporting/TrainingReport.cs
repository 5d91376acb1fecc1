using U2Video.Core.Errors;
using U2Video.Core.Files;
using U2Video.Core.Training;

namespace U2Video.Reporting;

/// <summary>
/// Keeps all that a run leaves in its folder: tables, TensorBoard events, plots, pictures and a page that holds them together.
/// Everything is drawn anew after each epoch, so that an interrupted run has a report as well.
/// </summary>
/// <remarks>Not for several threads at once.</remarks>
public sealed class TrainingReport : ITrainingObserver, IDisposable
{
    private readonly TrainingReportOptions _options;
    private readonly MetricsCsv _metrics;
    private readonly TensorBoardLog? _tensorBoard;

    /// <summary>Opens the tables and the events; the rest is written after the first epoch.</summary>
    /// <param name="options">What it is made of.</param>
    /// <exception cref="InputException">The folder holds tables of something else.</exception>
    /// <exception cref="U2VideoException">The folder cannot be written to.</exception>
    public TrainingReport(TrainingReportOptions options)
    {
        _options = options;
        try
        {
            Directory.CreateDirectory(options.Folder);
            var events = Path.Combine(options.Folder, "tensorboard");
            if (options is { AfterEpoch: 0, AfterStep: 0 })
            {
                Clear(events);
            }

            _metrics = MetricsCsv.Open(options.Folder, options.AfterEpoch, options.AfterStep);
            _tensorBoard = options.TensorBoard ? new TensorBoardLog(events, options.AfterStep) : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            _metrics?.Dispose();
            throw new U2VideoException($"{options.Folder}: the run's files cannot be written ({error.Message}).", error);
        }
    }

    /// <summary>The run so far; it grows.</summary>
    internal RunHistory History => _metrics.History;

    /// <inheritdoc/>
    public void OnStep(StepRecord record) => Written(() =>
    {
        _metrics.OnStep(record);
        _tensorBoard?.OnStep(record);
    });

    /// <inheritdoc/>
    public void OnEpoch(EpochRecord record) => Written(() =>
    {
        _metrics.OnEpoch(record);
        _tensorBoard?.OnEpoch(record);
        if (record.IsBest && _options.Samples is { } predict)
        {
            DrawResult(predict());
        }

        Draw();
    });

    /// <summary>Closes the tables and the events.</summary>
    public void Dispose()
    {
        using (_tensorBoard)
        {
            _metrics.Dispose();
        }
    }

    // A run that begins anew leaves nothing of the one before it that could be taken for its own.
    private void Clear(string events)
    {
        foreach (var name in new[] { "train_loss.png", "valid_loss.png", "result.png", "report.html" })
        {
            File.Delete(Path.Combine(_options.Folder, name));
        }

        if (Directory.Exists(events))
        {
            foreach (var file in Directory.EnumerateFiles(events, "events.out.tfevents.*"))
            {
                File.Delete(file);
            }
        }
    }

    private void DrawResult(IReadOnlyList<SamplePrediction> samples)
    {
        try
        {
            if (samples.Count > 0)
            {
                Replace("result.png", ResultSheet.Draw(samples));
            }
        }
        finally
        {
            foreach (var sample in samples)
            {
                sample.Dispose();
            }
        }
    }

    private void Draw()
    {
        var (training, validation) = (LossPlots.Training(History), LossPlots.Validation(History));
        Replace("train_loss.png", training);
        Replace("valid_loss.png", validation);

        var pictures = new List<(string Heading, byte[] Png)> { ("Training", training), ("Validation", validation) };
        var result = Path.Combine(_options.Folder, "result.png");
        if (File.Exists(result))
        {
            pictures.Insert(0, ("Validation pictures after the best epoch", File.ReadAllBytes(result)));
        }

        Replace("report.html", System.Text.Encoding.UTF8.GetBytes(HtmlReport.Render(_options.Title, _options.Settings, History, pictures)));
    }

    private void Replace(string name, byte[] content)
    {
        using var file = new ReplacedFile(Path.Combine(_options.Folder, name));
        File.WriteAllBytes(file.TemporaryPath, content);
        file.Commit();
    }

    private void Written(Action write)
    {
        try
        {
            write();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new U2VideoException($"{_options.Folder}: the run's files cannot be written ({error.Message}).", error);
        }
    }
}
