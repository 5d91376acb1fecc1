using OpenCvSharp;
using U2Video.Core.Data;
using U2Video.Core.Errors;
using U2Video.Core.Models;
using U2Video.Core.Training;
using U2Video.Tests;

namespace U2Video.Core.Tests.Training;

public sealed class TeacherTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("u2video-").FullName;

    public TeacherTests()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "images"));
        using var picture = Cv2.ImRead(Fixtures.Path("input.png"));
        using var half = picture.Resize(new OpenCvSharp.Size(160, 120));
        Cv2.ImWrite(Path.Combine(_folder, "images", "one.png"), half);
        using var mirrored = half.Flip(FlipMode.Y);
        Cv2.ImWrite(Path.Combine(_folder, "images", "two.png"), mirrored);
    }

    private string MaskFolder => Path.Combine(_folder, "made");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Pictures_without_masks_are_recognized()
    {
        Assert.True(DataFolder.IsUnlabelled(_folder));
        Directory.CreateDirectory(Path.Combine(_folder, "masks"));
        Assert.False(DataFolder.IsUnlabelled(_folder));
    }

    [Fact]
    public void Masks_are_soft_of_the_picture_s_size_and_made_once()
    {
        using var teacher = U2NetModel.LoadEmbedded();
        var pairs = Teacher.Label([teacher], _folder, MaskFolder, CancellationToken.None);

        Assert.Equal(["one", "two"], pairs.Select(pair => pair.Name));
        using var mask = Cv2.ImRead(pairs[0].MaskPath, ImreadModes.Unchanged);
        Assert.Equal(new OpenCvSharp.Size(160, 120), mask.Size());
        Assert.Equal(MatType.CV_8UC1, mask.Type());

        // A person in the middle of the picture, and soft values at her edge.
        Assert.InRange(Cv2.Mean(mask).Val0, 40, 200);
        using var soft = new Mat();
        Cv2.InRange(mask, new Scalar(20), new Scalar(235), soft);
        Assert.InRange(Cv2.CountNonZero(soft), 20, 160 * 120 / 2);

        File.WriteAllText(pairs[1].MaskPath, "kept");
        Teacher.Label([teacher], _folder, MaskFolder, CancellationToken.None);
        Assert.Equal("kept", File.ReadAllText(pairs[1].MaskPath));
    }

    [Fact]
    public void A_mirrored_picture_gets_nearly_the_mirrored_mask()
    {
        using var teacher = U2NetModel.LoadEmbedded();
        var pairs = Teacher.Label([teacher], _folder, MaskFolder, CancellationToken.None);
        using var one = Cv2.ImRead(pairs[0].MaskPath, ImreadModes.Unchanged);
        using var two = Cv2.ImRead(pairs[1].MaskPath, ImreadModes.Unchanged);
        using var back = two.Flip(FlipMode.Y);

        Assert.InRange(Cv2.Norm(one, back, NormTypes.L1) / one.Total(), 0, 16);
        Assert.InRange(Cv2.Norm(one, two, NormTypes.L1) / one.Total(), 24, 255);
    }

    [Fact]
    public void Several_teachers_are_averaged()
    {
        using var teacher = U2NetModel.LoadEmbedded();
        using var other = new U2NetModel(new U2Video.Core.Networks.U2Net(teacher.Description.Variant), teacher.Description);
        var alone = Mean(Teacher.Label([teacher], _folder, MaskFolder, CancellationToken.None)[0]);
        var third = Mean(Teacher.Label([other], _folder, Path.Combine(_folder, "third"), CancellationToken.None)[0]);
        var both = Mean(Teacher.Label([teacher, other], _folder, Path.Combine(_folder, "both"), CancellationToken.None)[0]);

        Assert.Equal((alone + third) / 2, both, 0.5);
        Assert.NotEqual(alone, third, 1.0);

        static double Mean(TrainingPair pair)
        {
            using var mask = Cv2.ImRead(pair.MaskPath, ImreadModes.Unchanged);
            return Cv2.Mean(mask).Val0;
        }
    }

    [Fact]
    public void A_folder_without_pictures_is_bad_input()
    {
        using var teacher = U2NetModel.LoadEmbedded();
        Directory.Delete(Path.Combine(_folder, "images"), recursive: true);
        Directory.CreateDirectory(Path.Combine(_folder, "images"));

        Assert.Throws<InputException>(() => Teacher.Label([teacher], _folder, MaskFolder, CancellationToken.None));
    }
}
