using System.Reflection;
using U2Video.Core.Errors;

namespace U2Video.Cli.Tests;

public sealed class OptionNamesTests
{
    // Properties that no option sets.
    private static readonly PropertyName[] WithoutOption = [];

    [Fact]
    public void Every_property_that_a_message_names_has_its_option()
    {
        var named = Named(typeof(PropertyName).Assembly).ToList();
        Assert.True(named.Count > 20, "The properties are not found any more.");
        Assert.All(named.Except(WithoutOption), name => Assert.StartsWith("--", OptionNames.Of(name), StringComparison.Ordinal));
    }

    [Fact]
    public void A_property_without_an_option_keeps_its_name() =>
        Assert.Equal("Length", OptionNames.Of(PropertyName.Of<string>(nameof(string.Length))));

    private static IEnumerable<PropertyName> Named(Assembly assembly) =>
        from type in assembly.GetTypes()
        where !type.ContainsGenericParameters
        from field in type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        where field.FieldType == typeof(PropertyName)
        select (PropertyName)field.GetValue(null)!;
}
