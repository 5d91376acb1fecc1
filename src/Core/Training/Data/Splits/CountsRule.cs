using System.Globalization;
using U2Video.Core.Errors;

namespace U2Video.Core.Training.Data.Splits;

/// <summary>The first so many names in the order of their numbers, then the next, then the next; what is over is not used.</summary>
internal sealed record CountsRule(int Training, int Validation, int Test) : FolderRule
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"counts:{Training}/{Validation}/{Test}");

    protected override NameSplit Divide(DataFolder folder)
    {
        var (held, all) = (Training + Validation, (long)Training + Validation + Test);
        if (folder.Names.Count < all)
        {
            throw new InputException(
                $"{folder.Path}: has {folder.Names.Count} pairs, fewer than the {all} of --split {this}; use smaller counts.");
        }

        string[] names = [.. folder.Names.Order(NameOrder.Numeric)];
        return new NameSplit(names[..Training], names[Training..held], names[held..(int)all]);
    }
}
