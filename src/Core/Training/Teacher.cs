using OpenCvSharp;
using U2Video.Core.Data;
using U2Video.Core.Errors;
using U2Video.Core.Files;
using U2Video.Core.Inference;
using U2Video.Core.Models;
using U2Video.Core.Torch;
using static TorchSharp.torch;

namespace U2Video.Core.Training;

/// <summary>
/// Makes masks for pictures that have none, with larger models: the mean of all teachers, each of which predicts a picture as it is,
/// mirrored, and at a larger size. The masks are soft where the teachers are uncertain (knowledge distillation, Hinton et al., arXiv
/// 1503.02531).
/// </summary>
internal static class Teacher
{
    private const double LargerBy = 1.25;

    /// <summary>Writes a mask for each picture of a data set's folder <c>images/</c>. Existing masks are kept.</summary>
    /// <param name="teachers">At least one model; each on the CPU or on one device.</param>
    /// <param name="dataFolder">The data set, which has only <c>images/</c>.</param>
    /// <param name="maskFolder">Where the masks go, as gray PNGs of the pictures' sizes; made if missing.</param>
    /// <param name="cancellation">Ends the work between two pictures.</param>
    /// <returns>The pictures with their masks, to train on.</returns>
    /// <exception cref="InputException">The folder holds no pictures, or one cannot be read.</exception>
    /// <exception cref="U2VideoException">A mask cannot be written.</exception>
    public static IReadOnlyList<TrainingPair> Label(
        IReadOnlyList<U2NetModel> teachers, string dataFolder, string maskFolder, CancellationToken cancellation)
    {
        var pictures = DataLayout.FindUnlabelled(dataFolder);
        MakeFolder(maskFolder);
        var pairs = new List<TrainingPair>(pictures.Count);
        foreach (var picture in pictures)
        {
            cancellation.ThrowIfCancellationRequested();
            var pair = new TrainingPair(picture.Name, picture.Path, Path.Combine(maskFolder, picture.Name.Replace('/', '~') + ".png"));
            if (!File.Exists(pair.MaskPath))
            {
                Write(Mask(teachers, picture.Path), pair.MaskPath);
            }

            pairs.Add(pair);
        }

        return pairs;
    }

    private static void MakeFolder(string path)
    {
        try
        {
            Directory.CreateDirectory(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new U2VideoException($"{path}: cannot be made ({error.Message.TrimEnd('.')}).", error);
        }
    }

    private static byte[] Mask(IReadOnlyList<U2NetModel> teachers, string path)
    {
        using var scope = NewDisposeScope();
        using var mode = inference_mode();
        using var image = Picture.ReadImage(path);
        var views = teachers.SelectMany(teacher => Views(teacher, image)).ToList();
        var mean = stack(views).mean([0]).Times(byte.MaxValue).round().to(uint8).cpu().contiguous();
        using var mask = new Mat(image.Size(), MatType.CV_8UC1);
        mask.SetArray(mean.data<byte>().ToArray());
        Cv2.ImEncode(".png", mask, out var file);
        return file;
    }

    private static IEnumerable<Tensor> Views(U2NetModel teacher, Mat image)
    {
        var size = teacher.Description.InputSize;
        var larger = (int)(size * LargerBy) / 32 * 32;
        yield return View(teacher, image, size, mirrored: false);
        yield return View(teacher, image, size, mirrored: true);
        yield return View(teacher, image, larger, mirrored: false);
    }

    /// <summary>The mask of one view at the picture's size, H×W, 0…1.</summary>
    private static Tensor View(U2NetModel teacher, Mat image, int size, bool mirrored)
    {
        teacher.Network.eval();
        var input = teacher.Description.Input.Encode(SquarePicture.ToTensor(image, size).to(teacher.Network.parameters().First().device));
        var output = teacher.Network.call(mirrored ? input.flip(3) : input).Fused;
        var mask = MaskDecoding.Decode(mirrored ? output.flip(3) : output, teacher.Description.Output);
        return nn.functional.interpolate(
            mask, size: [image.Rows, image.Cols], mode: InterpolationMode.Bilinear, align_corners: false).reshape(image.Rows, image.Cols);
    }

    private static void Write(byte[] file, string path)
    {
        using var target = new ReplacedFile(path);
        File.WriteAllBytes(target.TemporaryPath, file);
        target.Commit();
    }
}
