using System.Numerics;

namespace U2Video.Pipeline.Matting.Edges;

/// <summary>
/// Around each cell of a grid, the linear function of three guides that comes nearest to a target: its slopes are the inverse of the
/// guides' covariance, plus epsilon on the diagonal, times their covariance with the target.
/// </summary>
internal static class LinearFit
{
    /// <summary>The number of guides.</summary>
    public const int Guides = 3;

    /// <summary>Fits the functions.</summary>
    /// <param name="guides">The three guides.</param>
    /// <param name="target">The plane that they explain.</param>
    /// <param name="radius">The neighborhood of a cell, in cells.</param>
    /// <param name="epsilon">Keeps the slopes small where the guides hardly vary.</param>
    /// <returns>The three slopes and the offset.</returns>
    public static Planes Solve(Planes guides, Planes target, int radius, float epsilon)
    {
        using var means = MeanProducts(guides, target, radius);
        var functions = new Planes(Guides + 1, target[0].Size());
        var length = target.Length;
        for (var i = 0; i < length; i += Vector<float>.Count)
        {
            var (t, r, g, b) = (means.At(0, i), means.At(1, i), means.At(2, i), means.At(3, i));
            var (tr, tg, tb) = (means.At(4, i) - (t * r), means.At(5, i) - (t * g), means.At(6, i) - (t * b));
            var (rr, gg, bb) = (means.At(7, i) - (r * r), means.At(8, i) - (g * g), means.At(9, i) - (b * b));
            var (rg, gb, br) = (means.At(10, i) - (r * g), means.At(11, i) - (g * b), means.At(12, i) - (b * r));
            (rr, gg, bb) = (rr + new Vector<float>(epsilon), gg + new Vector<float>(epsilon), bb + new Vector<float>(epsilon));

            // The adjugate of the symmetric matrix (rr rg br, rg gg gb, br gb bb), which also gives the determinant.
            var (arr, arg, arb) = ((gg * bb) - (gb * gb), (br * gb) - (rg * bb), (rg * gb) - (br * gg));
            var (agg, agb, abb) = ((rr * bb) - (br * br), (rg * br) - (rr * gb), (rr * gg) - (rg * rg));
            var scale = Vector<float>.One / ((rr * arr) + (rg * arg) + (br * arb));
            var slopeR = scale * ((arr * tr) + (arg * tg) + (arb * tb));
            var slopeG = scale * ((arg * tr) + (agg * tg) + (agb * tb));
            var slopeB = scale * ((arb * tr) + (agb * tg) + (abb * tb));
            functions.At(0, i) = slopeR;
            functions.At(1, i) = slopeG;
            functions.At(2, i) = slopeB;
            functions.At(3, i) = t - (slopeR * r) - (slopeG * g) - (slopeB * b);
        }

        return functions;
    }

    /// <summary>Adds a share of what the functions miss of the target.</summary>
    public static void AddResidual(Planes functions, Planes guides, Planes target, float share)
    {
        var length = target.Length;
        for (var i = 0; i < length; i += Vector<float>.Count)
        {
            var explained = (functions.At(0, i) * guides.At(0, i)) + (functions.At(1, i) * guides.At(1, i))
                + (functions.At(2, i) * guides.At(2, i)) + functions.At(Guides, i);
            functions.At(Guides, i) += (target.At(0, i) - explained) * new Vector<float>(share);
        }
    }

    // The means of the target, of each guide, of the target times each guide, of each guide squared, and of each guide times the next.
    private static Planes MeanProducts(Planes guides, Planes target, int radius)
    {
        var means = new Planes(1 + (4 * Guides), target[0].Size());
        var length = target.Length;
        for (var i = 0; i < length; i += Vector<float>.Count)
        {
            var t = means.At(0, i) = target.At(0, i);
            for (var guide = 0; guide < Guides; guide++)
            {
                var value = guides.At(guide, i);
                means.At(1 + guide, i) = value;
                means.At(1 + Guides + guide, i) = t * value;
                means.At(1 + (2 * Guides) + guide, i) = value * value;
                means.At(1 + (3 * Guides) + guide, i) = value * guides.At((guide + 1) % Guides, i);
            }
        }

        means.Blur(radius);
        return means;
    }
}
