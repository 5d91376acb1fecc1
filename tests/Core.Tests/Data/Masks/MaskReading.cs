using OpenCvSharp;
using U2Video.Core.Data;
using U2Video.Core.Data.Masks;
using U2Video.Core.Errors;

namespace U2Video.Core.Tests.Data.Masks;

/// <summary>Data sets as they are found: the left third is subject in all of them, whatever the files are.</summary>
public abstract class MaskReading : IDisposable
{
    private protected const int Width = 48;
    private protected const int Height = 32;
    private protected const int Third = Width / 3;

    private protected DataFixture Data { get; } = new();

    public void Dispose()
    {
        Data.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected void Set(Action<string> writeMask, string extension = ".png")
    {
        foreach (var folder in new[] { "images", "masks" }.Select(Data.PathOf).Where(Directory.Exists))
        {
            Directory.Delete(folder, recursive: true);
        }

        for (var i = 0; i < 3; i++)
        {
            Data.Image($"images/{i}.png", Width, Height);
            writeMask($"masks/{i}{extension}");
        }
    }

    private protected IReadOnlyList<TrainingPair> Check(string? notice = null) => Check(new MaskValues.Auto(), notice ?? "");

    // A notice of "" says that there is none, and null that it does not matter.
    private protected IReadOnlyList<TrainingPair> Check(MaskValues asked, string? notice)
    {
        var (folders, bad, notices) = DataCheck.Run([DataFolder.Open(Data.Folder)], new() { MaskValues = asked }, null, default);
        Assert.Empty(bad);
        if (notice is not null)
        {
            Assert.Equal(notice.Length == 0 ? [] : [$"{Data.Folder}: {notice}"], notices.Select(one => one.ToString()));
        }

        return folders[0].Pairs;
    }

    private protected string Doubt()
    {
        var error = Assert.Throws<InputException>(() => DataCheck.Run([DataFolder.Open(Data.Folder)], new(), null, default));
        Assert.StartsWith(Data.Folder + ": ", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
        return error.Message;
    }

    private protected void AssertLeftThird(string? notice = null) => Assert.All(Check(notice), pair => AssertMask(pair, x => x < Third));

    private protected static Mat Read(TrainingPair pair)
    {
        var (image, mask) = Picture.ReadPair(pair);
        image.Dispose();
        return mask;
    }

    private protected static void AssertMask(TrainingPair pair, Func<int, bool> isSubject, Func<int, bool>? isIgnored = null)
    {
        using var mask = Read(pair);
        var (subject, ignored) = MaskPlanes.Bytes(mask);
        Assert.Equal(Enumerable.Range(0, Width * Height).Select(i => isSubject(i % Width) ? (byte)255 : (byte)0), subject);
        Assert.Equal(isIgnored is null ? null : Enumerable.Range(0, Width * Height)
            .Select(i => isIgnored(i % Width) ? (byte)255 : (byte)0), ignored);
    }

    private protected void Gray(string name, Func<int, int, int> value)
    {
        using var mask = new Mat(Height, Width, MatType.CV_8UC1);
        for (var i = 0; i < Width * Height; i++)
        {
            mask.Set(i / Width, i % Width, (byte)value(i % Width, i / Width));
        }

        Data.Write(name, mask);
    }
}
