using System.Globalization;
using System.Numerics;
using U2Video.Core.Checkpoints.PyTorch;
using U2Video.Core.Errors;

namespace U2Video.Core.Tests.Checkpoints.PyTorch;

/// <summary>What single instructions do, and what they cost.</summary>
public sealed class PickleMachineTests
{
    private const int MostInstructions = 1 << 21;
    private const int LongestInteger = 1024;

    private static readonly PyTorchFaults Faults = new("weights.pth");

    [Theory]
    [InlineData("(K\u0001K\u00020t.", "(1)")]
    [InlineData("K\u0001K\u00020.", "1")]
    [InlineData("K\u0001(0K\u0002\u0086.", "(1, 2)")]
    [InlineData("K\u0001(K\u00021.", "1")]
    [InlineData("K\u00072\u0086.", "(7, 7)")]
    [InlineData(").", "()")]
    [InlineData("(K\u0001(K\u0002tt.", "(1, (2))")]
    [InlineData("NK\u0001\u0085\u0086.", "(None, (1))")]
    [InlineData("K\u0001K\u0002K\u0003\u0087.", "(1, 2, 3)")]
    [InlineData("(K\u0001K\u0002l.", "[1, 2]")]
    [InlineData("]K\u0001a(K\u0002K\u0003e.", "[1, 2, 3]")]
    [InlineData("(U\u0001aK\u0001U\u0001bK\u0002d.", "{a: 1, b: 2}")]
    [InlineData("}(U\u0001aK\u0001K\u0009Nu.", "{a: 1}")]
    [InlineData("K\u0007p12\n0g12\n.", "7")]
    [InlineData("K\u0007q\u0003K\u0008q\u000400h\u0003.", "7")]
    [InlineData("K\u0007r\u0001\u0002\u0003\u00040j\u0001\u0002\u0003\u0004.", "7")]
    [InlineData("K\u0007\u0094K\u0008\u0094h\u0000h\u0001\u0086.", "(7, 8)")]
    [InlineData("\u0080\u0005\u0095\u0001\u0000\u0000\u0000\u0000\u0000\u0000\u0000K\u0001.", "1")]
    [InlineData("I00\nI01\nI-12\n\u0087.", "(False, True, -12)")]
    [InlineData("\u0088\u0089\u0086.", "(True, False)")]
    [InlineData("J\u00ff\u00ff\u00ff\u00ffM\u0001\u0002L7L\n\u0087.", "(-1, 513, 7)")]
    [InlineData("F1.5\nG?\u00f8\u0000\u0000\u0000\u0000\u0000\u0000\u0086.", "(1.5, 1.5)")]
    [InlineData("S'ab'\nV\u0063d\nS\"e\"\n\u0087.", "(ab, cd, e)")]
    [InlineData("T\u0001\u0000\u0000\u0000aX\u0001\u0000\u0000\u0000b\u008c\u0001c\u0087.", "(a, b, c)")]
    [InlineData("\u008d\u0001\u0000\u0000\u0000\u0000\u0000\u0000\u0000a.", "a")]
    public void An_instruction_makes_what_pickletools_says(string pickle, string expected) =>
        Assert.Equal(expected, Text(Run(Latin1(pickle))));

    [Theory]
    [InlineData("K\u0001(2t.", "more values than it has")] // beneath a mark nothing is in reach
    [InlineData("K\u0001(\u0085.", "more values than it has")]
    [InlineData("K\u0001(U\u0001aNs.", "more values than it has")]
    [InlineData("S'\\n'\n.", "malformed number or text")]
    [InlineData("V\\u00e4\n.", "malformed number or text")]
    [InlineData("S'a\n.", "malformed number or text")]
    [InlineData("Sa'\n.", "malformed number or text")]
    [InlineData("\u0080\u0006N.", "unknown protocol 6")]
    public void What_is_malformed_is_refused(string pickle, string why) =>
        Assert.Contains(why, Refusal(Latin1(pickle)), StringComparison.Ordinal);

    [Fact]
    public void Integers_are_of_64_bits_where_they_fit()
    {
        foreach (var value in new[] { 0, 1, -1, long.MinValue, long.MaxValue })
        {
            Assert.Equal(value, Assert.IsType<long>(Run([.. Latin1($"I{value.ToString(CultureInfo.InvariantCulture)}\n.")])));
        }

        Assert.Equal(BigInteger.One + long.MaxValue, Assert.IsType<BigInteger>(Run(Latin1("I9223372036854775808\n."))));
        Assert.Equal(long.MinValue - BigInteger.One, Assert.IsType<BigInteger>(Run(Latin1("I-9223372036854775809\n."))));
    }

    [Fact]
    public void An_integer_has_1024_digits_or_bytes_at_most()
    {
        Assert.IsType<BigInteger>(Run(Latin1($"I{new string('1', LongestInteger)}\n.")));
        Assert.Contains("malformed number", Refusal(Latin1($"I{new string('1', LongestInteger + 1)}\n.")), StringComparison.Ordinal);
        Assert.IsType<BigInteger>(Run([.. "\u008b\u0000\u0004\u0000\u0000".Select(c => (byte)c), .. Ones(LongestInteger), (byte)'.']));
        Assert.Contains(
            "malformed number",
            Refusal([.. "\u008b\u0001\u0004\u0000\u0000".Select(c => (byte)c), .. Ones(LongestInteger + 1), (byte)'.']),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Instructions_are_bounded()
    {
        var most = Times("N0", (MostInstructions / 2) - 1);

        Assert.Null(Run([.. most, .. "N."u8], int.MaxValue));
        Assert.Contains("more than 2097152 instructions", Refusal([.. most, .. "NN."u8], int.MaxValue), StringComparison.Ordinal);
    }

    // A file of no length may have 32 MiB. An instruction takes 64 bytes of it, and more where it makes something.
    [Theory]
    [InlineData("N0", 200_000, 220_000)] // 2 × 64, and 32 for each value that is taken
    [InlineData("Np1\n0", 95_000, 105_000)] // and 112 for what is memorized
    [InlineData("Nq\u00010", 95_000, 105_000)]
    [InlineData("Nr\u0001\u0000\u0000\u00000", 95_000, 105_000)]
    [InlineData("N\u00940", 95_000, 105_000)]
    [InlineData("]0", 125_000, 137_000)] // 96 for a list
    [InlineData("(l0", 100_000, 110_000)]
    [InlineData("}0", 80_000, 82_000)] // 256 for a dictionary
    [InlineData("(d0", 69_000, 71_000)]
    [InlineData("ctorch\nSize\n0", 115_000, 118_000)] // 128 for a name
    [InlineData("((NNNNNNNNt01", 29_000, 31_000)]
    public void Values_are_bounded_by_the_file(string round, int passes, int fails)
    {
        Assert.Null(Run([.. Times(round, passes), .. "N."u8], 0));
        Assert.Contains("makes more than 32 MiB of values", Refusal([.. Times(round, fails), .. "N."u8], 0), StringComparison.Ordinal);
    }

    [Fact]
    public void Items_of_a_dictionary_count_one_by_one()
    {
        Assert.IsType<Dictionary<string, object?>>(Run([.. "}"u8, .. Times("U\u0001aNs", 90_000), .. "."u8], 0));
        Assert.Contains("32 MiB", Refusal([.. "}"u8, .. Times("U\u0001aNs", 93_000), .. "."u8], 0), StringComparison.Ordinal);
    }

    [Fact]
    public void Integers_are_written_as_short_as_they_can_be_and_names_once()
    {
        var pickle = new PickleWriter().Integers([0, 255, 256, -1, int.MinValue, int.MaxValue, int.MaxValue + 1L, int.MinValue - 1L])
            .Global("torch.Size").Global("torch.Tensor").Global("torch.Size").Stop().ToArray();

        Assert.Equal(
            Latin1(
                "\u0080\u0002(K\u0000K\u00ffJ\u0000\u0001\u0000\u0000J\u00ff\u00ff\u00ff\u00ffJ\u0000\u0000\u0000\u0080"
                + "J\u00ff\u00ff\u00ff\u007f\u008a\u0008\u0000\u0000\u0000\u0080\u0000\u0000\u0000\u0000"
                + "\u008a\u0008\u00ff\u00ff\u00ff\u007f\u00ff\u00ff\u00ff\u00fft"
                + "ctorch\nSize\nq\u0000ctorch\nTensor\nq\u0001h\u0000."),
            pickle);
    }

    private static byte[] Latin1(string text) => System.Text.Encoding.Latin1.GetBytes(text);

    private static byte[] Times(string round, int count) => Latin1(string.Concat(Enumerable.Repeat(round, count)));

    private static byte[] Ones(int count) => [.. Enumerable.Repeat((byte)1, count)];

    private static object? Run(byte[] pickle, long? fileLength = null) =>
        new PickleMachine(new PickleBytes(new MemoryStream(pickle), fileLength ?? pickle.Length, Faults), PickleDialect.Zip, Faults).Run();

    private static string Refusal(byte[] pickle, long? fileLength = null) =>
        Assert.Throws<ModelException>(() => Run(pickle, fileLength)).Message;

    private static string Text(object? value) => value switch
    {
        null => "None",
        object?[] tuple => $"({string.Join(", ", tuple.Select(Text))})",
        List<object?> list => $"[{string.Join(", ", list.Select(Text))}]",
        Dictionary<string, object?> items => $"{{{string.Join(", ", items.Select(item => $"{item.Key}: {Text(item.Value)}"))}}}",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
