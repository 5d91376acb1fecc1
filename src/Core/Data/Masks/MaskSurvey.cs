using U2Video.Core.Errors;

namespace U2Video.Core.Data.Masks;

/// <summary>Collects all masks of a data set and decides what their values mean.</summary>
/// <param name="folder">The data set, for messages.</param>
internal sealed class MaskSurvey(string folder)
{
    private const double InvertedBorder = 0.9;
    private readonly Lock _lock = new();
    private readonly Dictionary<(bool IsPalette, int Highest), MaskHistogram> _kinds = [];
    private int _masks;
    private int _transparent;
    private int _opaque;
    private int _colored;
    private int _brightBorders;

    /// <summary>Counts a mask; safe to call from several threads.</summary>
    /// <returns>The part of the summary that has to be kept.</returns>
    public MaskSight Add(MaskSight sight)
    {
        lock (_lock)
        {
            _masks++;
            _brightBorders += sight.BorderShare > InvertedBorder ? 1 : 0;
            _opaque += sight.HasOpaqueAlpha ? 1 : 0;
            _colored += sight.Source == MaskSource.Colors ? 1 : 0;
            if (sight.Source == MaskSource.AlphaChannel)
            {
                _transparent++;
            }
            else
            {
                Kind(sight).Add(sight);
            }
        }

        return sight with { Histogram = null };
    }

    /// <summary>Decides what the values mean.</summary>
    /// <param name="asked">What the user says about it.</param>
    /// <returns>The meaning, and what the user should know about it, one line each.</returns>
    /// <exception cref="InputException">It is not clear, and the user does not tell.</exception>
    public (MaskValues Meaning, IReadOnlyList<MessageText> Notices) Decide(MaskValues asked)
    {
        var meaning = asked switch
        {
            MaskValues.Auto => Guess(),
            MaskValues.Labels labels => Labels(labels),
            MaskValues.Alpha => ByAlpha(),
            _ => asked,
        };
        return (meaning, [.. Notices(meaning)]);
    }

    private MaskHistogram Kind(MaskSight sight)
    {
        var key = (sight.Source == MaskSource.Palette, sight.Highest);
        return _kinds.TryGetValue(key, out var kind) ? kind : _kinds[key] = new MaskHistogram(sight.Source, sight.Highest);
    }

    private MaskValues Guess()
    {
        if (_colored > 0)
        {
            throw Doubtful($"{_colored} of {_masks} masks are in color");
        }

        var guesses = _kinds.Values.Select(kind => kind.Guess()).ToList();
        if (guesses.FirstOrDefault(guess => guess.Meaning is null) is { Doubt: { Length: > 0 } doubt })
        {
            throw Doubtful($"it is not clear what the values of its masks mean: {doubt}");
        }

        var labels = guesses.Select(guess => guess.Meaning).OfType<MaskValues.Labels>().ToList();
        return labels.Count == 0 ? ByAlpha()
            : labels.Count == guesses.Count && _transparent == 0 ? labels.Find(one => one.IgnoresHighest) ?? labels[0]
            : throw Doubtful("some of its masks look like labels and others like mattes");
    }

    // In a set of cut-outs, a file that is opaque throughout shows only subject.
    private MaskValues.Alpha ByAlpha() => (_transparent, _opaque) switch
    {
        (0, _) => new MaskValues.Alpha(),
        var (cutOuts, opaque) when cutOuts >= opaque => new MaskValues.Alpha(ByAlphaChannel: true),
        _ => throw new InputException(
            $"{folder}: {_transparent} masks have transparent pixels, and {_opaque} an alpha channel without any; which of them are "
            + "cut-outs is not clear. Remove the alpha channel of masks that are not cut-outs."),
    };

    private MaskValues.Labels Labels(MaskValues.Labels asked)
    {
        var read = _kinds.Values.Select(kind => kind.WithIgnored(asked)).ToList();
        return read.Find(labels => labels.IgnoresHighest) ?? asked;
    }

    private IEnumerable<MessageText> Notices(MaskValues meaning)
    {
        if (meaning is MaskValues.Labels labels)
        {
            var subject = labels.Subject is null ? "all above 0 is subject" : $"{labels} is subject";
            foreach (var (kind, histogram) in _kinds)
            {
                var palettes = kind.IsPalette ? " in palettes" : "";
                var ignored = labels.IgnoresHighest ? $", and {kind.Highest} is ignored" : "";
                yield return $"{folder}: masks hold labels{palettes}: {histogram.Describe()}; {subject}{ignored}";
            }
        }

        if (_transparent > 0)
        {
            yield return $"{folder}: {_transparent} of {_masks} masks are cut-outs, whose transparency is the mask";
        }

        if (meaning is MaskValues.Alpha && 2 * _brightBorders > _masks)
        {
            yield return $"{folder}: {_brightBorders} of {_masks} masks are white along their borders; if black is the subject in them, "
                + $"say {MaskValues.Named} inverted";
        }
    }

    private InputException Doubtful(string what) => new(
        $"{folder}: {what}. Say what they mean: {MaskValues.Named} alpha, inverted, labels, or the labels that are subject, "
        + $"such as 15 or 1,3-5.");
}
