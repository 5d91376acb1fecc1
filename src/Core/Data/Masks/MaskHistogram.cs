namespace U2Video.Core.Data.Masks;

/// <summary>The values of all masks of one kind in a data set, and a guess what they mean.</summary>
/// <param name="source">Which part of their files the values are from.</param>
/// <param name="highest">The highest value that such a file can hold.</param>
internal sealed class MaskHistogram(MaskSource source, int highest)
{
    // There are few labels: of the most used data sets, VOC has 20 and Clothing Co-Parsing 59. With more labels, the user is asked.
    private const int FewLabels = 64;

    // Soft masks with more values than this have some in each part of the scale.
    private const int FewSteps = 16;
    private const double NearWhite = 0.9;
    private const double UpperQuarter = 0.75;

    // With so few gray pixels for each white one, they are specks on black and white masks.
    private const int Specks = 100;

    private const int MostNamed = 8;

    private readonly long[] _pixels = new long[highest + 1];
    private readonly int[] _masks = new int[highest + 1];
    private bool _isLossy;

    /// <summary>Counts a mask's values.</summary>
    public void Add(MaskSight sight)
    {
        _isLossy |= sight.IsLossy;
        for (var value = 0; value <= highest; value++)
        {
            _pixels[value] += sight.Histogram![value];
            _masks[value] += sight.Histogram[value] > 0 ? 1 : 0;
        }
    }

    /// <summary>What the values mean, if it is clear.</summary>
    /// <returns>The meaning; or null and the reason why it is not clear.</returns>
    public (MaskValues? Meaning, string Doubt) Guess()
    {
        var (white, between) = (_pixels[highest], Between());
        var (gray, largest) = (between.Sum(value => _pixels[value]), between.Count > 0 ? between[^1] : 0);
        var areLow = 2 * largest <= highest;
        if (source == MaskSource.Palette)
        {
            return (WithIgnored(new MaskValues.Labels()), "");
        }

        if (between.Count == 0 || (areLow && gray < white / Specks))
        {
            return (new MaskValues.Alpha(), "");
        }

        // Black and one gray value: the gray is the subject, whatever its value.
        if (!_isLossy && ((white == 0 && between.Count == 1) || (areLow && between.Count <= FewLabels && gray > white)))
        {
            return (WithIgnored(new MaskValues.Labels()), "");
        }

        return Doubt(between) is { } doubt ? (null, doubt) : (new MaskValues.Alpha(), "");
    }

    /// <summary>
    /// Labels whose highest value is ignored if it occurs and other values distinguish subject and background, as in VOC's masks.
    /// </summary>
    public MaskValues.Labels WithIgnored(MaskValues.Labels labels)
    {
        var known = Enumerable.Range(0, highest).Where(value => _pixels[value] > 0).ToArray();
        var ignores = _pixels[highest] > 0 && labels.Subject?.Any(range => range.Last == highest) != true
            && known.Any(value => labels.IsSubject(value, highest)) && !known.All(value => labels.IsSubject(value, highest));
        return labels with { IgnoresHighest = ignores };
    }

    /// <summary>Which values occur, and in how many masks: <c>0 in 12 masks, 1 in 11</c>.</summary>
    public string Describe()
    {
        var values = Enumerable.Range(0, highest + 1).Where(value => _masks[value] > 0).ToArray();
        var named = values.Take(MostNamed).Select((value, i) => $"{value} in {_masks[value]}{(i == 0 ? " masks" : "")}");
        return string.Join(", ", named) + (values.Length > MostNamed ? $" and {values.Length - MostNamed} more up to {values[^1]}" : "");
    }

    private List<int> Between() => [.. Enumerable.Range(1, highest - 1).Where(value => _pixels[value] > 0)];

    // In mattes white dominates, and values between black and white are on both sides of the middle.
    private string? Doubt(List<int> between)
    {
        var low = between.Where(value => 2 * value <= highest).Sum(value => _pixels[value]);
        var nearWhite = _pixels.Skip((int)Math.Ceiling(NearWhite * highest)).Sum();
        if (nearWhite == 0)
        {
            return $"their values go up to {between[^1]} of {highest} only"
                + (_isLossy ? ", like labels that JPEG has blurred" : "");
        }

        if (low > nearWhite)
        {
            return $"more of their pixels are dark gray than white{(_isLossy ? ", as in labels that JPEG has blurred" : ", as in labels")}";
        }

        if (between.Exists(value => 2 * value > highest)
            && (between.Count <= FewSteps || between.Exists(value => value > UpperQuarter * highest)))
        {
            return null;
        }

        return _isLossy ? null
            : $"they have values up to {between[^1]}, and {highest} besides, which may be the subject or mark unknown pixels";
    }
}
