using System.Numerics;
using OpenCvSharp;
using U2Video.Core.Imaging;

namespace U2Video.Pipeline.Matting.Edges;

/// <summary>
/// Brings a mask to its frame's size so that its edges lie on the frame's. Around each place the mask is modeled as a linear function of
/// the frame's three colors; the functions are fitted on a coarse grid, and applied to every pixel. The fast guided filter: K. He,
/// J. Sun, "Fast guided filter", arXiv 1505.00996, 2015; the color form is in K. He, J. Sun, X. Tang, "Guided image filtering", IEEE
/// Transactions on Pattern Analysis and Machine Intelligence 35 (6), 2013.
/// </summary>
/// <param name="Radius">The filter's reach in cells, which are about as large as the mask's.</param>
/// <param name="Epsilon">The regularization of the slopes, in squared colors of 0…1: the smaller, the more the frame counts.</param>
/// <param name="ResidualWeight">
/// 0…1: how much of the residual, by which the filter misses the mask on the grid, is added back. At 1 the mask keeps its value in every
/// cell, and the frame only decides where within a cell the edge lies.
/// </param>
internal sealed record GuidedUpsampling(int Radius, double Epsilon, double ResidualWeight)
{
    /// <summary>The parameters that docs/edges.md found to be best.</summary>
    public static GuidedUpsampling Default { get; } = new(Radius: 1, Epsilon: 1e-4, ResidualWeight: 0.5);

    /// <summary>Brings a mask to the size of its frame. The mask covers the whole frame, whatever its shape.</summary>
    /// <returns>Gray, of the frame's size, depth and time; the caller owns it.</returns>
    public Frame ToFrameSize(Mask mask, Frame frame) => NewFrame.Like(frame, frame.Layout.ToGray(), result =>
    {
        using var values = FrameMat.Of(mask);
        using var pixels = FrameMat.Of(frame);
        using var colors = pixels.Mat.ColorsOverBlack();
        using var functions = Fit(values.Mat, colors);
        Apply(functions, colors, result);
    });

    private Planes Fit(Mat mask, Mat colors)
    {
        var size = GridFor(mask.Size(), colors.Size());
        using var target = new Planes([BilinearUpsampling.Resize(mask, size)]);
        using var guide = colors.ToFloats(size);
        using var guides = new Planes(guide.Split());
        var functions = LinearFit.Solve(guides, target, Radius, (float)Epsilon);
        functions.Blur(Radius);
        LinearFit.AddResidual(functions, guides, target, (float)ResidualWeight);
        functions.Stretch(colors.Cols);
        return functions;
    }

    // As fine as the mask. Rows have whole vectors, because cells need not be quite square.
    private static Size GridFor(Size mask, Size frame)
    {
        var cell = Math.Max(1, (double)Math.Max(frame.Width, frame.Height) / Math.Max(mask.Width, mask.Height));
        var vectors = (int)Math.Ceiling(frame.Width / cell / Vector<float>.Count);
        return new Size(vectors * Vector<float>.Count, (int)Math.Ceiling(frame.Height / cell));
    }

    /// <summary>
    /// Applies the functions to every pixel. They are as wide as the frame; their rows are interpolated here, while they are in the cache.
    /// Where they are 0, so is the mask, and nothing is computed: in most pictures that is half of the pixels.
    /// </summary>
    internal static void Apply(Planes functions, Mat colors, Mat result)
    {
        using var planes = new Planes(colors.Split());
        VectorRow[] guides = [.. Enumerable.Range(0, LinearFit.Guides).Select(_ => new VectorRow(colors.Cols))];
        var mask = new VectorRow(colors.Cols);
        var (rows, cells, largestSample) = (colors.Rows, functions[0].Rows, new Vector<float>(colors.LargestSample()));
        (int First, int End)[] used = [.. Enumerable.Range(0, cells).Select(row => functions.UsedVectors(row))];
        for (var row = 0; row < rows; row++)
        {
            var place = Math.Clamp(((row + 0.5f) * cells / rows) - 0.5f, 0, cells - 1);
            var above = (int)place;
            var below = Math.Min(above + 1, cells - 1);
            var first = Math.Min(used[above].First, used[below].First);
            var end = Math.Max(used[above].End, used[below].End);
            var values = mask.Vectors;
            values[..Math.Min(first, end)].Clear();
            values[end..].Clear();
            if (first < end)
            {
                var begin = first * Vector<float>.Count;
                for (var i = 0; i < guides.Length; i++)
                {
                    SampleRow.Widen(planes[i], row, begin, end * Vector<float>.Count, guides[i].Values);
                }

                Apply(Between(0), Between(1), Between(2), Between(LinearFit.Guides), guides, largestSample, first, values[..end]);
            }

            SampleRow.Narrow(mask.Values, result, row);

            RowBetween Between(int plane) => functions.Between(plane, above, below, place - above);
        }
    }

    private static void Apply(
        RowBetween ofRed,
        RowBetween ofGreen,
        RowBetween ofBlue,
        RowBetween offset,
        VectorRow[] guides,
        Vector<float> largestSample,
        int first,
        Span<Vector<float>> mask)
    {
        ReadOnlySpan<Vector<float>> red = guides[0].Vectors, green = guides[1].Vectors, blue = guides[2].Vectors;
        for (var i = first; i < mask.Length; i++)
        {
            var value = offset.At(i) * largestSample;
            value += ofRed.At(i) * red[i];
            value += ofGreen.At(i) * green[i];
            mask[i] = value + (ofBlue.At(i) * blue[i]);
        }
    }
}
