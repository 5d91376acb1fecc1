using System.Globalization;
using U2Video.Core.Errors;
using U2Video.Core.Training;

namespace U2Video.Core.Tests.Errors;

public sealed class MessageTextTests
{
    private static readonly PropertyName Epochs = PropertyName.Of<Recipe>(nameof(Recipe.Epochs));

    [Fact]
    public void A_library_reads_the_property_and_a_program_its_own_word()
    {
        var error = new UsageException($"{Epochs} {0}: give at least {1}.");

        Assert.Equal("Epochs 0: give at least 1.", error.Message);
        Assert.Equal("--epochs 0: give at least 1.", error.Say(name => name == Epochs ? "--epochs" : name.Name));
    }

    [Fact]
    public void A_message_within_a_message_keeps_its_properties()
    {
        var inner = new UsageException($"{Epochs}: too many");
        var outer = new UsageException($"the run: {inner.Text}." + $" Lower {Epochs}.");

        Assert.Equal("the run: --epochs: too many. Lower --epochs.", outer.Say(_ => "--epochs"));
    }

    [Fact]
    public void Numbers_do_not_follow_the_culture()
    {
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = new CultureInfo("") { NumberFormat = { NumberDecimalSeparator = "," } };
        try
        {
            Assert.Equal("0.5 of 0.250", new UsageException($"{0.5} of {0.25:F3}").Message);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Braces_in_a_value_stay_as_they_are() =>
        Assert.Equal("{0} and {x}", new InputException($"{"{0}"} and {"{x}"}").Message);
}
