using U2Video.Core.Errors;
using U2Video.Core.Inference;
using U2Video.Core.Models;
using U2Video.Pipeline.Mattes;
using U2Video.Pipeline.Matting.Predicting;

namespace U2Video.Pipeline.Tests.Mattes;

/// <summary>A matte of something else is refused in one line, and stays as it is.</summary>
public sealed class MatteFitTests : MatteTests
{
    public static TheoryData<string, string> Differences => new()
    {
        { "input", "another input" },
        { "model", "another model" },
        { "options", "other options of the model" },
        { "precision", "another precision" },
        { "normalization", "another normalization" },
        { "reuse", "another tolerance of reuse" },
        { "size", "96×96 values, and this run asks for 96×64" },
        { "version", "another version of this program" },
    };

    [Theory]
    [MemberData(nameof(Differences))]
    public async Task It_is_refused(string difference, string words)
    {
        var input = Clip();
        await RunAsync(Options(input, At("in.matte")) with { MaxFrames = 2 });
        var (options, identity) = (Options(input, At("in.matte")), Identity);
        switch (difference)
        {
            case "input":
                Clip("other.mp4");
                options = options with { Input = At("other.mp4") };
                break;
            case "model":
                identity = identity with { ModelHash = "another" };
                break;
            case "options":
                identity = identity with { Overrides = new ModelOverrides { Mean = [0.1f, 0.2f, 0.3f] } };
                break;
            case "precision":
                identity = identity with { Precision = Precision.Auto, IsOnCuda = true };
                break;
            case "normalization":
                options = options with { Normalization = MaskNormalization.MinMax };
                break;
            case "reuse":
                options = options with { Reuse = 2 };
                break;
            case "size":
                identity = identity with { Sizing = InputSizing.Exactly(96, 64) };
                break;
            case "version":
                MakeLater(At("in.matte"));
                break;
        }

        var before = File.ReadAllBytes(At("in.matte"));
        using var network = new PredictorSource(_ => throw new InvalidOperationException("The network was loaded."))
        {
            Identity = identity,
        };
        var error = await Assert.ThrowsAsync<InputException>(() => RunAsync(options, network));

        Assert.Equal($"{At("in.matte")}: is a matte of {words}; delete it, or give another name.", error.Message);
        Assert.DoesNotContain('\n', error.Message);
        Assert.Equal(before, File.ReadAllBytes(At("in.matte")));
        Assert.False(File.Exists(At("in.matte.part")));
    }

    private static void MakeLater(string path)
    {
        MatteHeader header;
        using (var storage = MatteStorage.Open(path))
        {
            header = storage.Header;
        }

        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite);
        MatteWriter.Begin(path, file, header with { Tags = new Dictionary<string, string>(header.Tags) { ["matte-version"] = "2" } });
    }
}
