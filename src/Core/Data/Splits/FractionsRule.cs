using System.Globalization;

namespace U2Video.Core.Data.Splits;

/// <summary>Shares drawn at random; each list stays in ordinal order.</summary>
internal sealed record FractionsRule(double Validation, double Test, int Seed) : FolderRule
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"fraction:{Validation}/{Test}/{Seed}");

    protected override NameSplit Divide(PairNames set)
    {
        string[] names = [.. set.All];
        new Random(Seed).Shuffle(names);
        var validation = Share(Validation);
        var held = Math.Min(names.Length, validation + Share(Test));
        return new NameSplit(Ordered(names[held..]), Ordered(names[..validation]), Ordered(names[validation..held]));

        // A share above 0 is never rounded to 0 names.
        int Share(double fraction) => fraction > 0 ? Math.Max(1, (int)Math.Round(names.Length * fraction)) : 0;

        static string[] Ordered(string[] part) => [.. part.Order(StringComparer.Ordinal)];
    }
}
