using System.Diagnostics;
using System.Text.RegularExpressions;
using U2Video.Core.Errors;
using U2Video.Core.Imaging;

namespace U2Video.Reporting.Tests;

public sealed partial class TrainingReportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void After_the_first_epoch_everything_is_there_and_after_each_it_is_drawn_anew()
    {
        var predictions = 0;
        using var report = Open(new TrainingReportOptions
        {
            Folder = _folder.File("run"),
            Samples = () =>
            {
                predictions++;
                return [SimulatedRun.Sample("one", 64, 64)];
            },
        });
        SimulatedRun.Tell(report, epochs: 5, steps: 3, last: 1);

        string[] files = ["metrics.csv", "report.html", "result.png", "steps.csv", "train_loss.png", "valid_loss.png"];
        Assert.Equal(files, Directory.GetFiles(_folder.File("run")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Contains("1 of 5 epochs", Page("run"), StringComparison.Ordinal);

        SimulatedRun.Tell(report, epochs: 5, steps: 3, first: 2);
        Assert.Equal(files, Directory.GetFiles(_folder.File("run")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Contains("5 of 5 epochs", Page("run"), StringComparison.Ordinal);
        Assert.Equal(Enumerable.Range(1, 5).Count(epoch => SimulatedRun.Epoch(epoch, 5).IsBest), predictions);
    }

    [Fact]
    public void The_page_holds_the_pictures_and_needs_nothing_else()
    {
        using (var report = Open(new TrainingReportOptions
        {
            Folder = _folder.Path,
            Samples = () => [SimulatedRun.Sample("one", 64, 64)],
        }))
        {
            SimulatedRun.Tell(report, epochs: 1, steps: 3);
        }

        var page = Page();
        var embedded = EmbeddedPicture().Matches(page).Select(match => Convert.FromBase64String(match.Groups[1].Value)).ToList();
        Assert.Equal(
            new[] { "result.png", "train_loss.png", "valid_loss.png" }.Select(name => File.ReadAllBytes(_folder.File(name))), embedded);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("http", EmbeddedPicture().Replace(page, ""), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void What_the_caller_gives_is_shown_as_text()
    {
        var page = HtmlReport.Render(
            "<b>run</b> & more",
            [("--data \"x\"", "<script>alert('1')</script>"), ("--out", "a&b.safetensors")],
            new RunHistory([], []),
            [("<i>head</i>", [1, 2, 3])]);

        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<i>", page, StringComparison.Ordinal);
        Assert.Contains("<h1>&lt;b&gt;run&lt;/b&gt; &amp; more</h1>", page, StringComparison.Ordinal);
        Assert.Contains("<td>&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;</td>", page, StringComparison.Ordinal);
        Assert.Contains("<td>a&amp;b.safetensors</td>", page, StringComparison.Ordinal);
        Assert.Contains("No epoch has ended yet.", page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_page_shows_the_best_epoch_and_a_row_for_each()
    {
        using (var report = Open(new TrainingReportOptions { Folder = _folder.Path, Settings = [("epochs", "12")] }))
        {
            SimulatedRun.Tell(report, epochs: 12, steps: 2);
        }

        var page = Page();
        var best = Enumerable.Range(1, 12).Last(epoch => SimulatedRun.Epoch(epoch, 12).IsBest);
        Assert.Contains($"<dt>epoch</dt><dd>{best}</dd>", page, StringComparison.Ordinal);
        Assert.Contains($"<tr class=\"best\"><td>{best}</td>", page, StringComparison.Ordinal);
        Assert.Equal(12, Regex.Count(page, "<tr[^>]*><td>\\d+</td>"));
        Assert.Contains("<tr><th>epochs</th><td>12</td></tr>", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_goes_on_keeps_the_history_and_a_new_one_leaves_none_of_it()
    {
        using (var first = Open(new TrainingReportOptions { Folder = _folder.Path, Samples = () => [SimulatedRun.Sample("one", 64, 64)] }))
        {
            SimulatedRun.Tell(first, epochs: 4, steps: 3, last: 2);
        }

        using (var second = Open(new TrainingReportOptions { Folder = _folder.Path, AfterEpoch = 2, AfterStep = 6 }))
        {
            SimulatedRun.Tell(second, epochs: 4, steps: 3, first: 3);
        }

        Assert.Equal(4, Regex.Count(Page(), "<tr[^>]*><td>"));
        Assert.Equal(2, Directory.GetFiles(_folder.File("tensorboard")).Length);

        using (Open(new TrainingReportOptions { Folder = _folder.Path }))
        {
            Assert.Equal(
                ["metrics.csv", "steps.csv"], Directory.GetFiles(_folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
            Assert.Single(Directory.GetFiles(_folder.File("tensorboard")));
        }
    }

    [Fact]
    public void Samples_are_given_back()
    {
        var before = (Frame.AliveCount, Mask.AliveCount);
        using (var report = Open(new TrainingReportOptions { Folder = _folder.Path, Samples = () => [SimulatedRun.Sample("one", 64, 64)] }))
        {
            SimulatedRun.Tell(report, epochs: 1, steps: 1);
        }

        Assert.Equal(before, (Frame.AliveCount, Mask.AliveCount));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_an_error_of_one_line()
    {
        File.WriteAllText(_folder.File("file"), "");

        var error = Assert.Throws<U2VideoException>(() => Open(new TrainingReportOptions { Folder = _folder.File("file/run") }));

        Assert.Contains("file/run", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    /// <summary>With U2VIDEO_REPORT_FOLDER set, the simulated run stays there to be looked at.</summary>
    [Fact]
    public void A_long_run_is_still_drawn_quickly()
    {
        const int epochs = 60;
        const int steps = 240;
        var folder = Environment.GetEnvironmentVariable("U2VIDEO_REPORT_FOLDER") ?? _folder.Path;
        using (var csv = MetricsCsv.Open(folder))
        {
            SimulatedRun.Tell(csv, epochs, steps, last: epochs - 1);
        }

        using var report = Open(new TrainingReportOptions
        {
            Folder = folder,
            AfterEpoch = epochs - 1,
            AfterStep = (epochs - 1) * steps,
            Title = "A simulated training run",
            Settings =
            [
                ("--data", "DIR/people, DIR/portraits"), ("--variant", "lite"), ("--size", "160"), ("--epochs", "60"), ("--lr", "0.001"),
            ],
            Samples = () =>
            [
                SimulatedRun.Sample("square", 400, 400), SimulatedRun.Sample("wide", 640, 360), SimulatedRun.Sample("high", 300, 512),
            ],
        });
        var watch = Stopwatch.StartNew();
        report.OnEpoch(SimulatedRun.Epoch(epochs, epochs) with { IsBest = true });

        // About half a second; the rest is room for a busy machine.
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(10));
    }

    private static TrainingReport Open(TrainingReportOptions options) => new(options);

    private string Page(string folder = "") => File.ReadAllText(_folder.File(Path.Combine(folder, "report.html")));

    [GeneratedRegex("data:image/png;base64,([A-Za-z0-9+/=]+)")]
    private static partial Regex EmbeddedPicture();
}
