using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using U2Video.Core.Inference;
using U2Video.Pipeline;
using U2Video.Reporting;
using U2Video.Tests;

namespace U2Video.Cli.Tests;

/// <summary>
/// The public surface of all libraries is small, and shows each of its types: in a sample, on a page of the documentation, or in another
/// project that sees no more of the library than a user does.
/// </summary>
public sealed partial class PublicSurfaceTests
{
    private const int MostTypes = 111;

    private static readonly string Root = Path.GetFullPath(Path.Combine(Fixtures.Path(""), "..", ".."));

    private static readonly Assembly[] Libraries =
        [typeof(MaskPredictor).Assembly, typeof(VideoPipeline).Assembly, typeof(TrainingReport).Assembly];

    [Fact]
    public void It_is_small() => Assert.InRange(Libraries.Sum(library => library.GetExportedTypes().Length), 60, MostTypes);

    [Fact]
    public void Every_type_is_named_where_users_read() => Assert.All(
        Libraries, library => Assert.Empty(Unnamed(library.GetExportedTypes(), ReadersOf(library))));

    [Fact]
    public void A_type_that_nothing_names_is_found()
    {
        var readers = ReadersOf(Libraries[0]);

        Assert.Equal(
            ["PublicSurfaceTests.NamedNowhere", "PublicSurfaceTests.Outer.Frame"],
            Unnamed([typeof(MaskPredictor), typeof(NamedNowhere), typeof(Outer.Frame)], readers));
        Assert.DoesNotContain("src/Cli", ProjectsBeside(Libraries[0]));
        Assert.Contains("src/Cli", ProjectsBeside(Libraries[2]));
    }

    [Fact]
    public void Code_on_the_page_of_the_libraries_is_that_of_the_samples()
    {
        var page = File.ReadAllText(Path.Combine(Root, "docs", "library.md"));
        var blocks = CSharp().Matches(page);

        Assert.Equal(Directory.GetDirectories(Path.Combine(Root, "samples")).Length, blocks.Count);
        Assert.All(blocks, block =>
        {
            var sample = SampleLink().Matches(page[..block.Index])[^1].Groups[1].Value;
            var source = File.ReadAllText(Path.Combine(Root, sample)).ReplaceLineEndings("\n");
            Assert.Contains("\n" + block.Groups[1].Value, source, StringComparison.Ordinal);
        });
    }

    private static List<string> Unnamed(IEnumerable<Type> types, IReadOnlyList<string> texts) =>
        [.. types.Select(NameOf).Where(name => !texts.Any(text => Regex.IsMatch(text, $@"\b{Regex.Escape(name)}\b")))];

    // The name of a nested type by itself, such as Auto, is also a word.
    private static string NameOf(Type type) =>
        type.DeclaringType is { } outer ? $"{NameOf(outer)}.{type.Name}" : type.Name.Split('`')[0];

    private static List<string> ReadersOf(Assembly library) =>
    [
        .. Directory.GetFiles(Path.Combine(Root, "docs"), "*.md").Append(Path.Combine(Root, "README.md")).Select(CodeOf),
        .. ProjectsBeside(library).Append("samples").SelectMany(SourcesOf).Select(File.ReadAllText)
            .Select(source => Comment().Replace(source, "")),
    ];

    /// <summary>The projects that use a library without seeing its internal types.</summary>
    private static List<string> ProjectsBeside(Assembly library)
    {
        var project = $"/{library.GetName().Name!.Split('.')[^1]}.csproj";
        var friends = library.GetCustomAttributes<InternalsVisibleToAttribute>().Select(friend => friend.AssemblyName).ToHashSet();
        return
        [
            .. from file in Directory.GetDirectories(Path.Combine(Root, "src")).Append(Path.Combine(Root, "benchmarks"))
                   .SelectMany(folder => Directory.GetFiles(folder, "*.csproj"))
               let text = File.ReadAllText(file)
               where text.Contains(project, StringComparison.Ordinal) && !friends.Contains(AssemblyName().Match(text).Groups[1].Value)
               select Path.GetRelativePath(Root, Path.GetDirectoryName(file)!),
        ];
    }

    private static string[] SourcesOf(string folder) =>
        Directory.GetFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories);

    // Prose is left out, because many names are words too.
    private static string CodeOf(string page) => string.Join('\n', Code().Matches(File.ReadAllText(page)).Select(match => match.Value));

    [GeneratedRegex("```.*?```|`[^`\n]+`", RegexOptions.Singleline)]
    private static partial Regex Code();

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex CSharp();

    [GeneratedRegex(@"\(\.\./(samples/\w+/Program\.cs)\)")]
    private static partial Regex SampleLink();

    [GeneratedRegex("<AssemblyName>(.*?)</AssemblyName>")]
    private static partial Regex AssemblyName();

    [GeneratedRegex("//[^\n]*")]
    private static partial Regex Comment();

    private static class NamedNowhere;

    private static class Outer
    {
        public static class Frame;
    }
}
