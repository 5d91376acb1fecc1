using U2Video.Core.Imaging;

namespace U2Video.Benchmarks.Smoothing;

/// <summary>Moves cut-out people over moving scenery, so that the exact mask of every frame is known. The same at every run.</summary>
/// <param name="cutouts">The people; scenery comes from others than the person in front of it.</param>
/// <param name="frames">Frames in a clip.</param>
internal sealed class ClipGenerator(IReadOnlyList<Cutout> cutouts, int frames)
{
    /// <summary>Makes the clip of a kind and a number.</summary>
    /// <param name="kind">The kind.</param>
    /// <param name="number">The number.</param>
    /// <param name="change">Changes each scene before it is shown; null: not at all.</param>
    public Clip Make(ClipKind kind, int number, Func<Scene, Random, Scene>? change = null)
    {
        var random = new Random((HashOf(kind.Name) * 31) + number);
        var (pictures, truths, cuts) = (new List<Frame>(), new List<Mask>(), new List<int>());
        var scene = Next();
        for (var i = 0; i < frames; i++)
        {
            if (kind.CutEvery > 0 && i > 0 && i % kind.CutEvery == 0)
            {
                scene = Next();
                cuts.Add(i);
            }

            if (i % kind.Repeat != 0)
            {
                pictures.Add(Copy(pictures[^1]));
                truths.Add(Copy(truths[^1]));
                continue;
            }

            var (picture, truth) = scene.Render(kind, i, random);
            pictures.Add(picture);
            truths.Add(truth);
        }

        var shown = kind.Crf is { } crf ? CompressedClip.RoundTrip(pictures, crf) : pictures;
        return new Clip($"{kind.Name} {number}", shown, truths, cuts);

        Scene Next() => change?.Invoke(NextScene(random), random) ?? NextScene(random);
    }

    /// <summary>A cut-out for a scene.</summary>
    public Cutout Any(Random random) => cutouts[random.Next(cutouts.Count)];

    /// <summary>Makes a clip of scenery without a person.</summary>
    public Clip MakeEmpty(ClipKind kind, int number)
    {
        var random = new Random((HashOf(kind.Name) * 31) + number);
        var scene = NextScene(random);
        using var nobody = new OpenCvSharp.Mat(scene.Person.Alpha.Size(), scene.Person.Alpha.Type(), OpenCvSharp.Scalar.All(0));
        using var black = new OpenCvSharp.Mat(scene.Person.Person.Size(), scene.Person.Person.Type(), OpenCvSharp.Scalar.All(0));
        var empty = scene with { Person = new Cutout(black, nobody, scene.Person.LazyScenery) };
        var shown = Enumerable.Range(0, frames).Select(i => empty.Render(kind, i, random)).ToList();
        return new Clip($"{kind.Name} {number}", [.. shown.Select(one => one.Picture)], [.. shown.Select(one => one.Truth)], []);
    }

    private Scene NextScene(Random random)
    {
        var person = random.Next(cutouts.Count);
        var scenery = (person + 1 + random.Next(cutouts.Count - 1)) % cutouts.Count;
        return new Scene(cutouts[person], cutouts[scenery].Scenery, random.NextDouble() * Math.Tau, 0.85 + (0.5 * random.NextDouble()));
    }

    private static int HashOf(string text) => text.Aggregate(17, (hash, letter) => unchecked((hash * 31) + letter));

    private static Frame Copy(Frame frame)
    {
        var copy = new Frame(frame.Width, frame.Height);
        frame.Pixels.CopyTo(copy.Pixels);
        return copy;
    }

    private static Mask Copy(Mask mask)
    {
        var copy = new Mask(mask.Width, mask.Height);
        mask.Values.CopyTo(copy.Values);
        return copy;
    }
}
