using System.Collections.Frozen;
using U2Video.Core.Errors;

namespace U2Video.Cli;

/// <summary>The options under which the program's users know the libraries' properties.</summary>
internal static partial class OptionNames
{
    private static readonly FrozenDictionary<PropertyName, string> Names = new Dictionary<PropertyName, string>
    {
    }.ToFrozenDictionary();

    /// <summary>The option that sets <paramref name="property"/>; the property's own name where no option does.</summary>
    public static string Of(PropertyName property) => Names.GetValueOrDefault(property) ?? OfPipeline.GetValueOrDefault(property, property.Name);
}
