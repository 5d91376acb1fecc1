using U2Video.Core.Errors;
using U2Video.Core.Imaging;
using U2Video.Pipeline.Mattes;
using U2Video.Pipeline.Tests.Mattes;

namespace U2Video.Pipeline.Tests.Hostile;

/// <summary>Whatever lies under the name of a matte is used to the bit, or refused in one line; and nothing is left.</summary>
public sealed class HostileMatteTests : MatteTests
{
    private const int Seed = 20261128;

    [Fact]
    public async Task Foreign_files_are_refused()
    {
        var input = Person("in.mkv", 10, 0.5);
        var sound = File.ReadAllBytes(input);
        var nut = File.ReadAllBytes(Make("raw.nut", "testsrc2=s=48x32:r=10:d=0.5", "-c:v", "rawvideo", "-pix_fmt", "gray"));
        var png = File.ReadAllBytes(Make("png.nut", "testsrc2=s=48x32:r=10:d=0.5", "-c:v", "png", "-pix_fmt", "gray16be"));
        foreach (var (bytes, partial) in new[] { sound, nut, png, new byte[100_000], [1], [], "text"u8.ToArray() }
            .SelectMany(bytes => new[] { (bytes, ""), (bytes, ".part") }))
        {
            if (partial.Length > 0 && bytes.Length == 0)
            {
                continue; // An empty part is what a run leaves that was killed at once.
            }

            File.WriteAllBytes(At("in.matte") + partial, bytes);
            await AssertRefusedAsync(input);
            Assert.Equal(bytes, File.ReadAllBytes(At("in.matte") + partial));
            File.Delete(At("in.matte") + partial);
        }
    }

    [Fact]
    public async Task A_huge_file_is_refused_at_once()
    {
        var input = Person("in.mkv", 10, 0.5);
        foreach (var header in new[] { [], await HeaderAsync(input) })
        {
            await using (var file = File.Create(At("in.matte")))
            {
                file.Write(header);
                file.SetLength(1L << 38);
            }

            await AssertRefusedAsync(input).WaitAsync(TimeSpan.FromSeconds(20), Cancellation);
            File.Delete(At("in.matte"));
        }
    }

    [Fact]
    public async Task Harmed_files_are_used_to_the_bit_or_refused()
    {
        var input = Person("in.mkv", 10, 0.8);
        await RunAsync(Options(input, At("in.matte"), Mask("direct.mkv")));
        var whole = File.ReadAllBytes(At("in.matte"));
        var (random, used, refused) = (new Random(Seed), 0, 0);
        foreach (var harmed in Harms(whole, random))
        {
            File.WriteAllBytes(At("in.matte"), harmed);
            var error = await Record.ExceptionAsync(() => RunAsync(Options(input, At("in.matte"), Mask("stored.mkv"))));
            if (error is null)
            {
                used++;
                AssertSame(At("direct.mkv"), At("stored.mkv"));
            }
            else
            {
                refused++;
                AssertClear(error);
                Assert.False(File.Exists(At("stored.mkv")));
            }

            File.Delete(At("stored.mkv"));
            Assert.Equal(["direct.mkv", "in.matte", "in.mkv"], Directory.GetFiles(Folder).Select(Path.GetFileName).Order());
            Assert.Equal((0, 0), (Frame.AliveCount, Core.Imaging.Mask.AliveCount));
        }

        Assert.True(used > 3 && refused > 3, $"{used} used, {refused} refused");
    }

    [Fact]
    public async Task A_reader_reads_or_refuses_harmed_files()
    {
        var input = Person("in.mkv", 10, 0.4);
        await RunAsync(Options(input, At("in.matte")));
        var whole = File.ReadAllBytes(At("in.matte"));
        var masks = MasksIn(At("in.matte")).Select(mask => mask.Values).ToArray();
        var random = new Random(Seed);
        for (var i = 0; i < 1500; i++)
        {
            var harmed = (byte[])whole.Clone();
            for (var j = random.Next(1, 4); j > 0; j--)
            {
                harmed[random.Next(harmed.Length)] ^= (byte)(1 << random.Next(8));
            }

            File.WriteAllBytes(At("harmed.matte"), harmed);
            try
            {
                Assert.All(MasksIn(At("harmed.matte")), mask => Assert.Contains(mask.Values, masks));
            }
            catch (InputException error)
            {
                AssertClear(error);
            }
        }
    }

    private static IEnumerable<byte[]> Harms(byte[] whole, Random random)
    {
        for (var cut = 0.0; cut < 1; cut += 0.13)
        {
            yield return whole[..(int)(cut * whole.Length)];
        }

        for (var i = 0; i < 12; i++)
        {
            var flipped = (byte[])whole.Clone();
            flipped[random.Next(i % 3 == 0 ? 400 : whole.Length)] ^= (byte)(1 << random.Next(8));
            yield return flipped;
        }

        var hollow = (byte[])whole.Clone();
        Array.Clear(hollow, whole.Length / 3, whole.Length / 3);
        yield return hollow;
        yield return [.. whole, .. whole];
        yield return [.. whole, .. new byte[3000]];
    }

    private static void AssertClear(Exception? error)
    {
        var refusal = Assert.IsType<InputException>(error);
        Assert.InRange(refusal.Message.Length, 1, 300);
        Assert.DoesNotContain(refusal.Message, char.IsControl);
        Assert.EndsWith("or give another name.", refusal.Message, StringComparison.Ordinal);
    }

    private async Task AssertRefusedAsync(string input) =>
        AssertClear(await Record.ExceptionAsync(() => RunAsync(Options(input, At("in.matte"), Mask("out.mkv")))));

    private async Task<byte[]> HeaderAsync(string input)
    {
        await RunAsync(Options(input, At("header.matte")));
        using var storage = MatteStorage.Open(At("header.matte"));
        return storage.Header.ToBytes();
    }
}
