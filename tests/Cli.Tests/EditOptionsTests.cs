using OpenCvSharp;
using U2Video.Core.Models.Registry;

namespace U2Video.Cli.Tests;

/// <summary>The control of the mask, as a user sees it: a real picture, the built-in network, small.</summary>
public sealed class EditOptionsTests : IDisposable
{
    private static readonly string Picture = Path.Combine(AppContext.BaseDirectory, "astronaut.png");

    private readonly string _folder = Directory.CreateTempSubdirectory("u2video-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Inverting_gives_the_other_part_of_the_picture()
    {
        using var mask = await MaskAsync();
        using var inverted = await MaskAsync("--invert");
        using var sum = new Mat();
        Cv2.Add(mask, inverted, sum);

        Assert.Equal(mask.Rows * mask.Cols, Cv2.CountNonZero(sum.InRange(255, 255)));
        Assert.InRange(mask.Mean().Val0, 30, 200);
    }

    [Fact]
    public async Task Growing_and_shrinking_take_signed_numbers()
    {
        using var mask = await MaskAsync();
        using var grown = await MaskAsync("--grow", "6");
        using var shrunk = await MaskAsync("--grow", "-6");

        Assert.True(shrunk.Mean().Val0 + 2 < mask.Mean().Val0 && mask.Mean().Val0 + 2 < grown.Mean().Val0);
    }

    [Fact]
    public async Task All_edits_work_together()
    {
        var garbage = Path.Combine(_folder, "garbage.png");
        using (var top = new Mat(10, 10, MatType.CV_8UC1, Scalar.All(0)))
        {
            top[new Rect(0, 0, 10, 2)].SetTo(Scalar.All(255));
            top.SaveImage(garbage);
        }

        using var mask = await MaskAsync(
            "--levels", "0.1:0.9:1.2", "--threshold", "0.5", "--fill-holes", "1%", "--drop-specks", "0.5%", "--keep", "largest",
            "--pick", "45%,30%", "--grow", "1.5", "--feather", "1%", "--region", "0,0,100%,90%", "--garbage", garbage);

        using var bottom = mask[new Rect(0, mask.Rows - 10, mask.Cols, 10)];
        Assert.Equal(0, mask.At<byte>(10, mask.Cols / 2));
        Assert.Equal(0, Cv2.CountNonZero(bottom));
        Assert.Equal(255, mask.At<byte>(mask.Rows * 3 / 10, mask.Cols * 45 / 100));
    }

    [Theory]
    [InlineData(2, "--levels 0.9:0.1:1: give", "--levels", "0.9:0.1")]
    [InlineData(2, "--threshold 2: give", "--threshold", "2")]
    [InlineData(2, "--keep some: give largest", "--keep", "some")]
    [InlineData(2, "--keep 0: give 1 to 255", "--keep", "0")]
    [InlineData(2, "--feather -1: give", "--feather", "-1")]
    [InlineData(2, "--drop-specks 200%: give", "--drop-specks", "200%")]
    [InlineData(2, "--region 1,2: give", "--region", "1,2")]
    [InlineData(3, "--garbage nothing.png: no such file.", "--garbage", "nothing.png")]
    [InlineData(3, "--holdout /: is a folder", "--holdout", "/")]
    [InlineData(3, "--region 900,0,10,10: leaves nothing of the frame, which is 512x512.", "--region", "900,0,10,10")]
    [InlineData(3, "--pick 5,5000: is outside of the frame", "--pick", "5,5000")]
    [InlineData(3, "--pick 1%,1%: there is no subject at this place", "--pick", "1%,1%")]
    public async Task What_cannot_be_done_is_one_line(int code, string beginning, params string[] options)
    {
        var run = await RunAsync(Path.Combine(_folder, "no.png"), options);

        Assert.Equal((code, ""), (run.Code, run.Output));
        Assert.StartsWith("u2video: " + beginning, run.Error, StringComparison.Ordinal);
        Assert.Single(run.Error.TrimEnd().Split('\n'));
        Assert.Empty(Directory.GetFiles(_folder));
    }

    private async Task<Mat> MaskAsync(params string[] options)
    {
        var path = Path.Combine(_folder, $"{Guid.NewGuid()}.png");
        var run = await RunAsync(path, options);
        Assert.True(run.Code == 0, run.Error);
        return Cv2.ImRead(path, ImreadModes.Grayscale);
    }

    private static Task<ProgramRun> RunAsync(string path, string[] options) =>
        ProgramRun.StartAsync(ModelRegistry.Default, [Picture, "--mask", path, "--size", "128", "--progress", "none", .. options]);
}
