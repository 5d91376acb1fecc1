using U2Video.Core.Data;
using U2Video.Core.Errors;
using U2Video.Core.Models;
using U2Video.Core.Networks;
using static TorchSharp.torch;

namespace U2Video.Core.Training;

/// <summary>Models from exporters, whose batch normalizations are multiplied into the convolutions.</summary>
internal static class FoldedModel
{
    private const int BatchSize = 8;
    private const int MostPictures = 96;

    /// <summary>
    /// Restores the batch normalizations of such a model from the statistics of pictures, so that it can be trained. Masks stay the same.
    /// </summary>
    /// <param name="model">The model; it is changed.</param>
    /// <param name="dataFolder">A data set; up to 96 of its first pictures are read, but no masks.</param>
    /// <param name="cancellation">Ends the work between two batches.</param>
    /// <returns>How many pictures were read.</returns>
    /// <exception cref="ModelException">The model's batch normalizations are not folded.</exception>
    /// <exception cref="InputException">The folder is not a data set, or a picture cannot be read.</exception>
    public static int Restore(U2NetModel model, string dataFolder, CancellationToken cancellation)
    {
        if (!BatchNormRestoration.IsNeeded(model.Network))
        {
            throw new ModelException("The model's batch normalizations are not folded, so there is nothing to restore.");
        }

        var pictures = DataFolder.PicturesOf(dataFolder).Take(MostPictures).ToList();
        if (pictures.Count == 0)
        {
            throw new InputException($"{dataFolder}: has no pair of a picture and a mask to restore from.");
        }

        var size = Math.Min(BatchSize, pictures.Count);
        var batches = pictures.Chunk(size).Where(batch => batch.Length == size).ToList();
        BatchNormRestoration.Restore(model.Network, batches.Select(Encoded));
        return batches.Sum(batch => batch.Length);

        Tensor Encoded(string[] paths)
        {
            cancellation.ThrowIfCancellationRequested();
            return model.Description.Input.Encode(cat(paths.Select(Pixels).ToArray()));
        }

        Tensor Pixels(string path)
        {
            using var image = Picture.ReadImage(path);
            return SquarePicture.ToTensor(image, model.Description.InputSize);
        }
    }
}
