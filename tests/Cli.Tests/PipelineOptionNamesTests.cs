using System.Reflection;
using U2Video.Core.Errors;
using U2Video.Pipeline;
using U2Video.Pipeline.Outputs;

namespace U2Video.Cli.Tests;

public sealed class PipelineOptionNamesTests
{
    private const BindingFlags Static = BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic;

    [Fact]
    public void What_messages_of_the_pipeline_name_is_an_option()
    {
        var named =
            from type in typeof(VideoPipeline).Assembly.GetTypes()
            from field in type.GetFields(Static)
            where field.FieldType == typeof(PropertyName)
            select (PropertyName)field.GetValue(null)!;
        var targets =
            from type in typeof(VideoPipeline).Assembly.GetTypes()
            where type.IsSubclassOf(typeof(MediaOutput))
            from name in new[] { nameof(MediaOutput.Path), nameof(MediaOutput.Stream) }
            select new PropertyName(type, name);
        var all = named.Concat(targets).ToList();

        Assert.True(all.Count > 20);
        Assert.All(all, name => Assert.StartsWith("-", OptionNames.Of(name), StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_no_option_keeps_its_name() =>
        Assert.Equal("TryBatchSizes", OptionNames.Of(PropertyName.Of<PipelineOptions>(nameof(PipelineOptions.TryBatchSizes))));
}
