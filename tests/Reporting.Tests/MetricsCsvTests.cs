using System.Globalization;
using System.Runtime.InteropServices;
using U2Video.Core.Errors;
using U2Video.Core.Training;
using U2Video.Core.Training.Losses;

namespace U2Video.Reporting.Tests;

public sealed partial class MetricsCsvTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_run_has_a_row_for_each_epoch_and_each_step_and_is_read_back()
    {
        using (var csv = MetricsCsv.Open(_folder.Path))
        {
            SimulatedRun.Tell(csv, epochs: 3, steps: 5);
        }

        var rows = File.ReadAllLines(_folder.File("metrics.csv"));
        Assert.Equal(4, rows.Length);
        Assert.Equal(
            "epoch,epochs,train_loss,train_fused,train_side1,train_side2,train_side3,train_side4,train_side5,train_side6,"
            + "valid_loss,valid_fused,valid_side1,valid_side2,valid_side3,valid_side4,valid_side5,valid_side6,"
            + "mae,iou,valid_pictures,learning_rate,pictures_per_second,waiting_share,best",
            rows[0]);

        var history = MetricsCsv.Read(_folder.Path);
        Assert.Equal(15, history.Steps.Count);
        Assert.Equal([1, 2, 3], history.Epochs.Select(epoch => epoch.Epoch));
        var (read, told) = (history.Epochs[1], SimulatedRun.Epoch(2, 3));
        Assert.Equal(told.Training.Terms, read.Training.Terms);
        Assert.Equal(told.Validation.Terms, read.Validation.Terms);
        Assert.Equal(told with { Training = read.Training, Validation = read.Validation }, read);
        Assert.Equal(SimulatedRun.Step(2, 3, 4, 5).Loss.Sum, history.Steps[8].Loss, 1e-5);
        Assert.Equal(9, history.Steps[8].Step);
    }

    [Fact]
    public void Rows_are_on_disk_after_each_epoch()
    {
        using var csv = MetricsCsv.Open(_folder.Path);
        SimulatedRun.Tell(csv, epochs: 2, steps: 4, last: 1);

        var underWay = MetricsCsv.Read(_folder.Path);

        Assert.Equal((1, 4), (underWay.Epochs.Count, underWay.Steps.Count));
    }

    [Fact]
    public void Going_on_drops_what_lies_behind_the_place_and_writes_on()
    {
        using (var first = MetricsCsv.Open(_folder.Path))
        {
            SimulatedRun.Tell(first, epochs: 4, steps: 5, last: 3);
            first.OnStep(SimulatedRun.Step(4, 4, 1, 5));
        }

        using (var second = MetricsCsv.Open(_folder.Path, afterEpoch: 2, afterStep: 10))
        {
            Assert.Equal((2, 10), (second.History.Epochs.Count, second.History.Steps.Count));
            SimulatedRun.Tell(second, epochs: 4, steps: 5, first: 3);
        }

        var history = MetricsCsv.Read(_folder.Path);
        Assert.Equal([1, 2, 3, 4], history.Epochs.Select(epoch => epoch.Epoch));
        Assert.Equal(Enumerable.Range(1, 20).Select(step => (long)step), history.Steps.Select(step => step.Step));
    }

    [Fact]
    public void A_new_run_begins_with_empty_tables_whatever_stood_there()
    {
        File.WriteAllText(_folder.File("metrics.csv"), "something else\n1,2,3\n");

        using var csv = MetricsCsv.Open(_folder.Path);

        Assert.Empty(csv.History.Epochs);
        Assert.Single(File.ReadAllLines(_folder.File("metrics.csv")));
    }

    [Fact]
    public void A_torn_last_row_is_left_out()
    {
        using (var csv = MetricsCsv.Open(_folder.Path))
        {
            SimulatedRun.Tell(csv, epochs: 2, steps: 3);
        }

        File.AppendAllText(_folder.File("metrics.csv"), "3,2,0.1");
        File.AppendAllText(_folder.File("steps.csv"), "7,3");

        var history = MetricsCsv.Read(_folder.Path);

        Assert.Equal((2, 6), (history.Epochs.Count, history.Steps.Count));
    }

    [Theory]
    [InlineData("a,b,c\n1,2,3\n")]
    [InlineData("step,epoch,loss,fused,learning_rate\n1,1,much,0,0\n")]
    [InlineData("step,epoch,loss,fused,learning_rate\n1,1,0.5\n")]
    public void Tables_of_something_else_are_refused_by_name(string content)
    {
        File.WriteAllText(_folder.File("steps.csv"), content);

        var error = Assert.Throws<InputException>(() => MetricsCsv.Open(_folder.Path, afterEpoch: 1, afterStep: 1));

        Assert.Contains("steps.csv", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_of_very_many_steps_is_thinned_to_means()
    {
        const int steps = 300_000;
        using (var csv = MetricsCsv.Open(_folder.Path))
        {
            for (var step = 1; step <= steps; step++)
            {
                csv.OnStep(new StepRecord(1, 1, step, steps, new LossTerms([step, 0, 0, 0, 0, 0, 0]), 1e-3, 1, 0, TimeSpan.Zero));
            }
        }

        var history = MetricsCsv.Read(_folder.Path);

        Assert.Equal(100_000, history.Steps.Count);
        Assert.Equal((3, 2.0), (history.Steps[0].Step, history.Steps[0].Loss));
    }

    [Fact]
    public void Numbers_are_written_with_points_in_any_culture()
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = new NumberFormatInfo { NumberDecimalSeparator = "," } };
        try
        {
            using (var csv = MetricsCsv.Open(_folder.Path))
            {
                SimulatedRun.Tell(csv, epochs: 1, steps: 1);
            }

            Assert.Equal(25, File.ReadAllLines(_folder.File("metrics.csv"))[1].Split(',').Length);
            Assert.Equal(5, File.ReadAllLines(_folder.File("steps.csv"))[1].Split(',').Length);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void What_cannot_be_opened_leaves_no_file_open()
    {
        Directory.CreateDirectory(_folder.File("steps.csv"));

        Assert.Throws<U2VideoException>(() => MetricsCsv.Open(_folder.Path, afterEpoch: 1, afterStep: 1));

        Assert.Empty(OpenFiles());
    }

    [Fact]
    public void A_full_disk_leaves_no_file_open()
    {
        var csv = MetricsCsv.Open(_folder.Path);
        SimulatedRun.Tell(csv, epochs: 1, steps: 5);
        csv.OnStep(SimulatedRun.Step(2, 3, 1, 5));
        using (var full = File.OpenHandle("/dev/full", access: FileAccess.Write))
        {
            var steps = OpenFiles().Single(file => File.ResolveLinkTarget(file, false)!.Name == "steps.csv");
            Assert.True(Replace((int)full.DangerousGetHandle(), int.Parse(Path.GetFileName(steps), CultureInfo.InvariantCulture)) >= 0);
        }

        Assert.Throws<IOException>(csv.Dispose);

        Assert.Empty(OpenFiles());
    }

    private string[] OpenFiles() => [.. Directory.GetFiles("/proc/self/fd")
        .Where(file => new FileInfo(file).LinkTarget?.StartsWith(_folder.Path, StringComparison.Ordinal) == true)];

    [LibraryImport("libc", EntryPoint = "dup2")]
    private static partial int Replace(int by, int handle);
}
