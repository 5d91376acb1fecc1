using System.Reflection;
using System.Xml.Linq;
using PublicApiGenerator;

namespace U2Video.Tests;

/// <summary>What holds for the public surface of each library.</summary>
internal static class PublicApi
{
    /// <summary>Compares it with the text that was reviewed; a change of either needs a change of the other.</summary>
    public static void AssertReviewed(Assembly library, string folder)
    {
        var reviewed = Path.Combine(Fixtures.Path(""), "..", folder, "PublicApi.txt");
        var actual = library.GeneratePublicApi(
            new ApiGeneratorOptions { IncludeAssemblyAttributes = false }).ReplaceLineEndings("\n") + "\n";
        if (Environment.GetEnvironmentVariable("U2VIDEO_ACCEPT_PUBLIC_API") == "1")
        {
            File.WriteAllText(reviewed, actual);
        }

        // To accept a change: U2VIDEO_ACCEPT_PUBLIC_API=1 ./test --filter-class '*PublicApiTests', then review the difference.
        Assert.Equal(File.ReadAllText(reviewed), actual);
    }

    /// <summary>Whoever awaits can give up: the last parameter is a token, and need not be given.</summary>
    public static void AssertCancellable(Assembly library)
    {
        var methods = library.GetExportedTypes().SelectMany(AsynchronousMethods).ToList();
        Assert.NotEmpty(methods);
        Assert.All(methods, method => Assert.True(
            method.GetParameters() is [.., { HasDefaultValue: true } last] && last.ParameterType == typeof(CancellationToken),
            $"{method}"));
    }

    /// <summary>What is awaited or disposed says in its remarks whether several threads may use it at once.</summary>
    public static void AssertSaysForHowManyThreads(Assembly library)
    {
        var members = XDocument.Load(Path.ChangeExtension(library.Location, ".xml")).Descendants("member")
            .ToDictionary(member => (string)member.Attribute("name")!, member => (string?)member.Element("remarks") ?? "");
        var types = library.GetExportedTypes()
            .Where(type => type.IsAssignableTo(typeof(IDisposable)) || type.IsAssignableTo(typeof(IAsyncDisposable))
                || AsynchronousMethods(type).Any())
            .Select(type => type.FullName).ToList();
        Assert.NotEmpty(types);
        Assert.All(types, type => Assert.Contains("thread", members[$"T:{type}"], StringComparison.Ordinal));
    }

    private static IEnumerable<MethodInfo> AsynchronousMethods(Type type) =>
        type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Where(method => method.Name != nameof(IAsyncDisposable.DisposeAsync) && IsAsynchronous(method.ReturnType));

    private static bool IsAsynchronous(Type type) => type.IsAssignableTo(typeof(Task)) || type == typeof(ValueTask)
        || (type.IsGenericType
            && (type.GetGenericTypeDefinition() == typeof(ValueTask<>) || type.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>)));
}
