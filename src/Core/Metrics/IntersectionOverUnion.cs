namespace U2Video.Core.Metrics;

/// <summary>
/// Intersection over union of the subject, |M ∩ T| / |M ∪ T|, both masks thresholded at one half. Jaccard's coefficient, as in
/// M. Everingham et al., "The Pascal Visual Object Classes (VOC) challenge", International Journal of Computer Vision 88, 2010,
/// but computed for each picture separately.
/// </summary>
internal static class IntersectionOverUnion
{
    /// <summary>Compares two masks.</summary>
    /// <param name="mask">The mask, 0…1.</param>
    /// <param name="truth">The true mask, 0…1, of the same length.</param>
    /// <returns>0…1; 1 is best. Two masks without any subject give 1.</returns>
    /// <exception cref="ArgumentException">The masks are empty or differ in length.</exception>
    public static double Of(ReadOnlySpan<float> mask, ReadOnlySpan<float> truth)
    {
        MaskSpans.Check(mask, truth);
        var (intersection, union) = (0, 0);
        for (var i = 0; i < mask.Length; i++)
        {
            var (found, wanted) = (mask[i] >= MaskSpans.Half, truth[i] >= MaskSpans.Half);
            intersection += found & wanted ? 1 : 0;
            union += found | wanted ? 1 : 0;
        }

        return union == 0 ? 1 : (double)intersection / union;
    }
}
