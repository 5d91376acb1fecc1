namespace U2Video.Core.Data.Masks;

/// <summary>The values of all masks of one kind in a data set, and what they look like.</summary>
/// <param name="source">What of their files they were taken from.</param>
/// <param name="highest">The highest value that such a file can hold.</param>
internal sealed class MaskHistogram(MaskSource source, int highest)
{
    // Labels are few: of the data sets that are used most, VOC has 20, Clothing Co-Parsing 59. Those with more are asked about.
    private const int FewLabels = 64;

    // Soft masks of more values than that have some in each part of the scale.
    private const int FewSteps = 16;
    private const double NearWhite = 0.9;
    private const double UpperQuarter = 0.75;

    // So few gray pixels to a white one are specks on black and white masks.
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

    /// <summary>What the values mean, if that can be told.</summary>
    /// <returns>The meaning; or null, and in words why that is not clear.</returns>
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

        // Black and one gray: whatever its value, that is the subject.
        if (!_isLossy && ((white == 0 && between.Count == 1) || (areLow && between.Count <= FewLabels && gray > white)))
        {
            return (WithIgnored(new MaskValues.Labels()), "");
        }

        return Doubt(between) is { } doubt ? (null, doubt) : (new MaskValues.Alpha(), "");
    }

    /// <summary>
    /// Labels with the highest value ignored where that is there and others tell subject from background without it, as in VOC's masks.
    /// </summary>
    public MaskValues.Labels WithIgnored(MaskValues.Labels labels)
    {
        var known = Enumerable.Range(0, highest).Where(value => _pixels[value] > 0).ToArray();
        var ignores = _pixels[highest] > 0 && labels.Subject?.Any(range => range.Last == highest) != true
            && known.Any(value => labels.IsSubject(value, highest)) && !known.All(value => labels.IsSubject(value, highest));
        return labels with { IgnoresHighest = ignores };
    }

    /// <summary>Which values there are, and in how many masks each: <c>0 in 12 masks, 1 in 11</c>.</summary>
    public string Describe()
    {
        var values = Enumerable.Range(0, highest + 1).Where(value => _masks[value] > 0).ToArray();
        var named = values.Take(MostNamed).Select((value, i) => $"{value} in {_masks[value]}{(i == 0 ? " masks" : "")}");
        return string.Join(", ", named) + (values.Length > MostNamed ? $" and {values.Length - MostNamed} more up to {values[^1]}" : "");
    }

    private List<int> Between() => [.. Enumerable.Range(1, highest - 1).Where(value => _pixels[value] > 0)];

    // In mattes white prevails, and what is neither black nor white lies on both sides of the middle.
    private string? Doubt(List<int> between)
    {
        var low = between.Where(value => 2 * value <= highest).Sum(value => _pixels[value]);
        var nearWhite = _pixels.Skip((int)Math.Ceiling(NearWhite * highest)).Sum();
        if (nearWhite == 0)
        {
            return $"their values go up to {between[^1]} of {highest} only"
                + (_isLossy ? ", as those of labels do that JPEG has blurred" : "");
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
            : $"they have values up to {between[^1]}, and {highest} besides, which may be the subject or say that nobody knows";
    }
}
