using U2Video.Core.Errors;
using U2Video.Core.Inference;
using U2Video.Pipeline.Media;

namespace U2Video.Pipeline.Mattes;

/// <summary>What the masks of a run are made of, by which a matte file fits the run or not.</summary>
/// <param name="Tags">The values, by the names of <see cref="MatteTags"/>.</param>
/// <param name="Video">The frames.</param>
/// <param name="RangeStart">The time after the clip's beginning at which the frames' own time stamps begin, in ticks.</param>
/// <param name="Network">The network.</param>
internal sealed record MatteKey(
    IReadOnlyDictionary<string, string> Tags, VideoFormat Video, long RangeStart, PredictorIdentity Network)
{
    /// <summary>The header for a new file.</summary>
    /// <param name="width">The masks' width in values.</param>
    /// <param name="height">The masks' height in values.</param>
    /// <param name="facts">What has to be known of the network.</param>
    public MatteHeader Header(int width, int height, PredictorFacts facts) =>
        new(width, height, Video.TimeBase, new Dictionary<string, string>(Tags.Concat(MatteTags.Of(facts))));

    /// <summary>What a file says of the network.</summary>
    public PredictorFacts? Facts(MatteHeader header) => MatteTags.Facts(header.Tags, Network);

    /// <summary>Refuses a file of something else.</summary>
    /// <param name="name">What the user calls it.</param>
    /// <param name="header">What the file says.</param>
    /// <exception cref="InputException">It does not fit.</exception>
    public void Check(string name, MatteHeader header)
    {
        var version = header.Tags.GetValueOrDefault(MatteTags.VersionName);
        if (version != MatteTags.Version)
        {
            throw Refuse(version is null ? "is not a matte file" : "is a matte of another version of this program");
        }

        foreach (var (tag, what) in MatteTags.Compared)
        {
            if (header.Tags.GetValueOrDefault(tag) != Tags[tag])
            {
                throw Refuse($"is a matte of {what}");
            }
        }

        var facts = Facts(header) ?? throw Refuse("is not a matte file");
        if (header.TimeBase != Video.TimeBase)
        {
            throw Refuse("is a matte of frames with other times");
        }

        var size = facts.SizeFor(Video.Width, Video.Height);
        if (size != new Core.Models.InputSize(header.Width, header.Height))
        {
            throw Refuse($"is a matte of {header.Width}×{header.Height} values, and this run asks for {size.Width}×{size.Height}");
        }

        InputException Refuse(string why) => new($"{name}: {why}; delete it, or give another name.");
    }
}
