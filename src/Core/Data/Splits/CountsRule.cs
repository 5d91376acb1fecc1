using System.Globalization;
using U2Video.Core.Errors;

namespace U2Video.Core.Data.Splits;

/// <summary>A number of names for each part, in the order of the numbers in the names; the rest is not used.</summary>
internal sealed record CountsRule(int Training, int Validation, int Test) : FolderRule
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"counts:{Training}/{Validation}/{Test}");

    protected override NameSplit Divide(PairNames set)
    {
        var (held, all) = (Training + Validation, (long)Training + Validation + Test);
        if (set.All.Count < all)
        {
            throw new InputException(
                $"{set.Folder}: has {set.All.Count} pairs, fewer than the {all} of {Named} {this}; use smaller counts.");
        }

        string[] names = [.. set.All.Order(NameOrder.Numeric)];
        return new NameSplit(names[..Training], names[Training..held], names[held..(int)all]);
    }
}
