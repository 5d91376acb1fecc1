using System.Numerics;
using OpenCvSharp;
using U2Video.Core.Imaging;

namespace U2Video.Pipeline.Edges;

/// <summary>
/// Brings a mask to its frame's size so that its edges lie on the frame's. Around each place the mask is taken for a linear function of
/// the frame's three colours; the functions are fitted on a coarse grid, and applied to every pixel. The fast guided filter: K. He,
/// J. Sun, "Fast guided filter", arXiv 1505.00996, 2015; the colour form is in K. He, J. Sun, X. Tang, "Guided image filtering", IEEE
/// Transactions on Pattern Analysis and Machine Intelligence 35 (6), 2013.
/// </summary>
/// <param name="Grid">Cells of the coarse grid along the frame's longer side, about.</param>
/// <param name="Radius">The filter's reach in cells.</param>
/// <param name="Epsilon">What the slopes are held back by, in squared colours of 0…1: the less, the more the frame counts.</param>
internal sealed record GuidedUpsampling(int Grid, int Radius, double Epsilon)
{
    /// <summary>What docs/edges.md found to be best.</summary>
    public static GuidedUpsampling Default { get; } = new(Grid: 320, Radius: 4, Epsilon: 1e-3);

    /// <summary>The mask covers all of the frame, whatever its shape.</summary>
    /// <returns>Gray, of the frame's size, depth and time; the caller owns it.</returns>
    public Frame ToFrameSize(Mask mask, Frame frame)
    {
        var result = new Frame(frame.Width, frame.Height, frame.Timestamp, frame.Layout.ToGray());
        using var values = FrameMat.Of(mask);
        using var pixels = FrameMat.Of(frame);
        using var samples = FrameMat.Of(result);
        using var colours = pixels.Mat.ColoursOverBlack();
        using var functions = Fit(values.Mat, colours);
        Apply(functions, colours, samples.Mat);
        return result;
    }

    private Planes Fit(Mat mask, Mat colours)
    {
        var size = GridFor(colours.Size());
        using var target = new Planes([BilinearUpsampling.Resize(mask, size)]);
        using var guide = colours.ToFloats(size);
        using var guides = new Planes(guide.Split());
        var functions = LinearFit.Solve(guides, target, Radius, (float)Epsilon);
        functions.Blur(Radius);
        functions.Stretch(colours.Cols);
        return functions;
    }

    // Rows of whole vectors: cells need not be square.
    private Size GridFor(Size frame)
    {
        var cell = Math.Max(1, (double)Math.Max(frame.Width, frame.Height) / Grid);
        var vectors = (int)Math.Ceiling(frame.Width / cell / Vector<float>.Count);
        return new Size(vectors * Vector<float>.Count, (int)Math.Ceiling(frame.Height / cell));
    }

    // The functions are as wide as the frame; between their rows is interpolated here, while they are in the cache.
    private static void Apply(Planes functions, Mat colours, Mat result)
    {
        using var planes = new Planes(colours.Split());
        var (guide, function, mask) = (new VectorRow(colours.Cols), new VectorRow(colours.Cols), new VectorRow(colours.Cols));
        var (rows, cells, largestSample) = (colours.Rows, functions[0].Rows, (float)colours.LargestSample());
        for (var row = 0; row < rows; row++)
        {
            var place = Math.Clamp(((row + 0.5f) * cells / rows) - 0.5f, 0, cells - 1);
            var above = (int)place;
            var below = Math.Min(above + 1, cells - 1);
            Between(LinearFit.Guides, mask);
            mask.Scale(largestSample);
            for (var i = 0; i < LinearFit.Guides; i++)
            {
                Between(i, function);
                guide.Read(planes[i], row);
                mask.AddProduct(function, guide);
            }

            mask.Write(result, row);

            void Between(int plane, VectorRow values) =>
                values.Interpolate(functions.Row(plane, above), functions.Row(plane, below), place - above);
        }
    }
}
