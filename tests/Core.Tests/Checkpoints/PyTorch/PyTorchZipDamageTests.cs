using System.IO.Compression;
using TorchSharp;
using U2Video.Core.Checkpoints;
using U2Video.Core.Checkpoints.PyTorch;
using U2Video.Core.Errors;
using U2Video.Tests;

namespace U2Video.Core.Tests.Checkpoints.PyTorch;

/// <summary>Files that are not there, are something else, or have come to harm.</summary>
public sealed class PyTorchZipDamageTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("u2video-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_missing_file_is_named() =>
        Assert.Equal($"{_folder}/no.pth: no such model file; check the path.", FailureOf(Path.Combine(_folder, "no.pth")));

    [Fact]
    public void A_missing_folder_is_named() =>
        Assert.Equal($"{_folder}/no/no.pth: no such model file; check the path.", FailureOf(Path.Combine(_folder, "no", "no.pth")));

    [Fact]
    public void A_folder_is_no_checkpoint() =>
        Assert.Equal($"{_folder}: is a folder; give the path of the weights file.", FailureOf(_folder));

    [Theory]
    [InlineData("")]
    [InlineData("a\0b")]
    public void An_impossible_path_is_no_bug(string path) =>
        Assert.Contains("cannot be read", FailureOf(path), StringComparison.Ordinal);

    [Fact]
    public void A_device_is_no_checkpoint() =>
        Assert.Contains("/dev/null: is an empty file", FailureOf("/dev/null"), StringComparison.Ordinal);

    [Theory]
    [InlineData("", "is an empty file")]
    [InlineData("PK", "is not a PyTorch")]
    [InlineData("These are not the weights that you are looking for.", "is not a PyTorch")]
    [InlineData("PK\u0003\u0004 and then nothing of a zip", "its zip is broken")]
    public void Other_files_are_no_checkpoints(string text, string why)
    {
        var path = Path.Combine(_folder, "weights.pth");
        File.WriteAllText(path, text);

        Assert.Contains(why, FailureOf(path), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_cut_anywhere_is_refused()
    {
        var whole = File.ReadAllBytes(Fixtures.Unpack("official_u2netp.pth"));
        var random = new Random(1);
        var anywhere = Enumerable.Range(0, 20).Select(_ => random.Next(whole.Length));
        int[] lengths = [0, 1, 4, 5, 64, 4096, whole.Length / 2, whole.Length - 1, .. anywhere];
        var path = Path.Combine(_folder, "weights.pth");

        foreach (var length in lengths)
        {
            File.WriteAllBytes(path, whole[..length]);
            Assert.Matches("^[^:]+: is (not a (usable )?PyTorch |an empty file)", FailureOf(path));
        }
    }

    [Fact]
    public void An_encrypted_entry_is_refused()
    {
        var whole = TorchZip.Pack(PickleBuilder.OneTensor("FloatStorage", 6, 0, [6], [1]), ("0", new byte[24]));

        // The flags stand six bytes into an entry's own header, and eight into its line of the directory.
        Flag("PK\u0003\u0004"u8, 6);
        Flag("PK\u0001\u0002"u8, 8);

        Assert.Contains("'archive/data/0' is encrypted", RefusalOf(whole), StringComparison.Ordinal);

        void Flag(ReadOnlySpan<byte> signature, int at) => whole[whole.AsSpan().LastIndexOf(signature) + at] |= 1;
    }

    [Fact]
    public void A_storage_that_cannot_be_unpacked_is_refused()
    {
        var numbers = new byte[4000];
        new Random(1).NextBytes(numbers);
        var whole = TorchZip.Zip(
            CompressionLevel.Optimal,
            ("a/data.pkl", PickleBuilder.OneTensor("FloatStorage", 1000, 0, [1000], [1])),
            ("a/data/0", [.. numbers.AsSpan(0, 2000), .. new byte[2000]]));
        whole.AsSpan(whole.AsSpan().IndexOf("a/data/0"u8) + "a/data/0".Length, 4).Fill(0xff);

        Assert.Contains("its zip is broken", RefusalOf(whole), StringComparison.Ordinal);
    }

    [Fact]
    public void Random_damage_to_a_small_checkpoint_is_refused_or_harmless()
    {
        var pickle = new PickleBuilder().Op("}(").Text("epoch").Integer(3).Text("state_dict").OrderedDict().Op('(')
            .Text("a").Tensor("FloatStorage", "0", 6, 0, [2, 3], [3, 1])
            .Text("b").Tensor("FloatStorage", "0", 6, 1, [2], [2])
            .Text("c").Row("LongStorage", "1", 1)
            .Text("d").Row("BoolStorage", "2", 2)
            .Op('u').Op('}').Text("_metadata").Op("}sb").Op('u').Stop();
        var whole = TorchZip.Pack(pickle, ("0", new byte[24]), ("1", new byte[8]), ("2", [0, 1]));

        Damage(whole, tries: 2000, random => random.Next(whole.Length));
    }

    [Fact]
    public void Random_damage_to_a_real_checkpoint_is_refused_or_harmless()
    {
        var whole = File.ReadAllBytes(Fixtures.Unpack("official_u2netp.pth"));

        // The pickle stands at the front and the zip's directory at the end; what lies between is weights.
        Damage(whole, tries: 200, random => random.Next(2) == 0 ? random.Next(114_000) : whole.Length - 1 - random.Next(60_000));
    }

    private static void Damage(byte[] whole, int tries, Func<Random, int> choosePlace)
    {
        var random = new Random(7);
        var live = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        var refused = 0;
        for (var i = 0; i < tries; i++)
        {
            var damaged = whole.ToArray();
            for (var count = random.Next(1, 4); count > 0; count--)
            {
                damaged[choosePlace(random)] = (byte)random.Next(256);
            }

            try
            {
                using var checkpoint = PyTorchZipReader.Read(new MemoryStream(damaged), "weights.pth");
            }
            catch (ModelException error)
            {
                Assert.DoesNotContain(error.Message, char.IsControl);
                refused++;
            }

            Assert.Equal(live, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
        }

        Assert.InRange(refused, tries / 10, tries);
    }

    private static string FailureOf(string path) => Assert.Throws<ModelException>(() => CheckpointReader.Read(path)).Message;

    private static string RefusalOf(byte[] zip) =>
        Assert.Throws<ModelException>(() => PyTorchZipReader.Read(new MemoryStream(zip), "weights.pth")).Message;
}
