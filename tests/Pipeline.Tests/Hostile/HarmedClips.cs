namespace U2Video.Pipeline.Tests.Hostile;

/// <summary>Sound clips of many formats, each harmed in many ways; always the same.</summary>
internal static class HarmedClips
{
    private const int Seed = 20240229;
    private const int Flips = 5;
    private const int HeaderBytes = 64;

    private static readonly double[] Cuts = [0, 0.02, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99];

    private static readonly (string Name, string[] Encoding)[] Formats =
    [
        ("h264.mp4", ["-pix_fmt", "yuv420p"]),
        ("fragmented.mp4", ["-movflags", "+frag_keyframe+empty_moov"]),
        ("mpeg4.mov", ["-c:v", "mpeg4"]),
        ("vp9.webm", ["-c:v", "libvpx-vp9", "-deadline", "realtime", "-cpu-used", "8"]),
        ("ffv1.mkv", ["-c:v", "ffv1"]),
        ("mjpeg.avi", ["-c:v", "mjpeg"]),
        ("clip.gif", []),
        ("clip.apng", ["-plays", "0"]),
        ("clip.ts", ["-c:v", "mpeg2video"]),
        ("clip.mpg", ["-c:v", "mpeg1video", "-r", "25"]),
        ("clip.flv", ["-c:v", "flv"]),
        ("clip.wmv", []),
        ("clip.ogv", []),
        ("clip.nut", ["-c:v", "mpeg4"]),
        ("clip.y4m", []),
        ("picture.png", ["-frames:v", "1", "-update", "1"]),
        ("picture.jpg", ["-frames:v", "1", "-update", "1"]),
        ("picture.webp", ["-frames:v", "1"]),
        ("picture.bmp", ["-frames:v", "1", "-update", "1"]),
        ("picture.tiff", ["-frames:v", "1", "-update", "1"]),
    ];

    /// <summary>All of them; the sound ones are made in a folder.</summary>
    public static IEnumerable<HostileFile> All(string folder)
    {
        var sound = Formats.Select(format => Make(folder, format.Name, format.Encoding)).ToArray();
        for (var i = 0; i < sound.Length; i++)
        {
            foreach (var harmed in HarmsOf(Formats[i].Name, sound[i], sound[(i + 1) % sound.Length], new Random(Seed + i)))
            {
                yield return harmed;
            }
        }
    }

    private static byte[] Make(string folder, string name, string[] encoding)
    {
        var path = Path.Combine(folder, "sound-" + name);
        Ffmpeg.Run(["-f", "lavfi", "-i", "testsrc2=s=48x32:r=25:d=0.24", .. encoding, path]);
        return File.ReadAllBytes(path);
    }

    private static IEnumerable<HostileFile> HarmsOf(string name, byte[] sound, byte[] other, Random random)
    {
        yield return HostileFile.Of($"unharmed-{name}", sound, passes: true);
        foreach (var cut in Cuts)
        {
            yield return HostileFile.Of($"cut-at-{cut * 100:F0}-{name}", sound[..(int)(sound.Length * cut)], cut == 0 ? false : null);
        }

        for (var i = 0; i < Flips; i++)
        {
            var flipped = (byte[])sound.Clone();
            var reach = i % 2 == 0 ? sound.Length : Math.Min(sound.Length, 4 * HeaderBytes);
            for (var count = 1 << (2 * (i % 4)); count > 0; count--)
            {
                flipped[random.Next(reach)] ^= (byte)(1 << random.Next(8));
            }

            yield return HostileFile.Of($"flipped-{i}-{name}", flipped);
        }

        yield return HostileFile.Of($"foreign-header-{name}", [.. other.Take(HeaderBytes), .. sound.Skip(HeaderBytes)]);
        var hollow = (byte[])sound.Clone();
        Array.Clear(hollow, hollow.Length / 3, hollow.Length / 3);
        yield return HostileFile.Of($"hollow-{name}", hollow);
        yield return HostileFile.Of($"twice-{name}", [.. sound, .. sound]);
        yield return HostileFile.Of($"trailing-noise-{name}", [.. sound, .. Noise(random, 3000)]);
    }

    private static byte[] Noise(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }
}
